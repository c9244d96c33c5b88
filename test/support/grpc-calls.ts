import { type ClientHttp2Session, connect } from 'node:http2';

/** Bytes as gRPC frames a message. */
export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Opens a connection for {@link grpcStatus}; whoever opens it destroys it. */
export function openSession(url: string): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    const session = connect(url);
    session.once('error', reject);
    session.once('connect', () => resolve(session));
  });
}

/** Posts bytes as a call of the protocol's service. @returns the call's status, and its message */
export function grpcStatus(
  session: ClientHttp2Session,
  method: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<{ readonly code: number; readonly message: string }> {
  return new Promise((resolve, reject) => {
    const call = session.request({
      ':method': 'POST',
      ':path': `/skein.v1.SkeinService/${method}`,
      'content-type': 'application/grpc+proto',
      te: 'trailers',
      ...headers,
    });
    const look = (found: { 'grpc-status'?: string; 'grpc-message'?: string }): void => {
      if (found['grpc-status'] === undefined) return;
      const { 'grpc-status': code, 'grpc-message': message = '' } = found;
      resolve({ code: Number(code), message: decodeURIComponent(message) });
    };
    call.on('response', look);
    call.on('trailers', look);
    call.on('error', reject);
    call.on('close', () => reject(new Error(`${method} was answered without a status`)));
    call.resume();
    call.end(body);
  });
}
