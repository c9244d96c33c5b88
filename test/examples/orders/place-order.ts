import { connectClient } from '../../../src/entry/client.ts';
import { order } from './orders.ts';

const server = process.env['SKEIN_SERVER'] ?? 'http://127.0.0.1:7400';
const client = connectClient({ server });
const handle = await client.start(order, { item: 'map', price: 20 }, { id: 'order-2' });
await handle.signal('approve');
console.log(await handle.result());
client.close();
