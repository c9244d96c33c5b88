import { createServer, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

export type HealthEndpointOptions = {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Why the server is not ready for calls; undefined if it is. */
  readonly unready: () => Promise<string | undefined>;
};

export type HealthEndpoint = { readonly url: string; close(): Promise<void> };

/**
 * Answers over HTTP whether the process lives (`/healthz`), whether it can serve calls (`/readyz`, 503 with the reason if
 * it cannot), and what it has done (`/metrics`).
 */
export async function healthEndpoint(options: HealthEndpointOptions): Promise<HealthEndpoint> {
  const { host, port, metrics, unready } = options;
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'only GET\n');
    if (path === '/healthz') return say(response, 200, 'ok\n');
    if (path === '/readyz') {
      void unready().then((reason) => say(response, reason ? 503 : 200, `${reason ?? 'ok'}\n`));
      return;
    }
    if (path === '/metrics') {
      void metrics.text().then(
        (text) => say(response, 200, text, metrics.contentType),
        () => say(response, 500, 'the metrics cannot be told\n'),
      );
      return;
    }
    say(response, 404, 'there are /healthz, /readyz and /metrics\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function say(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
