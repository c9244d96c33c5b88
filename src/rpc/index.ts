export { authentication } from './authentication.ts';
export { type CallOptions, operationsOver } from './client.ts';
export { connect, type Connection, type ConnectOptions } from './connect.ts';
export { listen, type Listener, type ListenOptions, UnsafeListenError } from './listen.ts';
export type { Right } from './route/index.ts';
export { type OnError, routes } from './router.ts';
export { RpcError, type RpcErrorCode } from './rpc-error.ts';
export type { Token } from './token.ts';
export { isUnavailable } from './unavailable.ts';
