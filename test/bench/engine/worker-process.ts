import { PEERS } from './peers.ts';

/* A worker of one of the peers, in a process of its own: `node worker-process.js NAME URL`, until its parent goes. */
const [name = '', url = ''] = process.argv.slice(2);
const peer = PEERS.find((each) => each.name === name);
if (!peer) throw new Error(`there is no peer ${name}`);
const stop = await peer.work(url);
process.on('disconnect', () => void stop().finally(() => process.exit()));
process.send?.('ready');
