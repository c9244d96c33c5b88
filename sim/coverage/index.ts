export { fingerprintOf, textOf } from './fingerprint.ts';
export { PartialOrder } from './partial-order.ts';
