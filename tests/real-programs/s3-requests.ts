import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A door before an S3 that counts what passes. */
export interface CountedS3 {
  readonly endpoint: string;
  /** LIST requests by prefix, the rest by method: `LIST markers/`, `PUT`. */
  readonly counts: ReadonlyMap<string, number>;
  reset(): void;
  stop(): Promise<void>;
}

export async function countRequests(endpoint: string): Promise<CountedS3> {
  const counts = new Map<string, number>();
  const { hostname, port } = new URL(endpoint);
  const server = createServer((incoming, outgoing) => {
    const kind = kindOf(incoming.method ?? '', new URL(incoming.url ?? '/', endpoint).searchParams);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const { method, url: path, headers } = incoming;
    const forwarded = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    reset: () => counts.clear(),
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function kindOf(method: string, query: URLSearchParams): string {
  return method === 'GET' && query.has('list-type') ? `LIST ${query.get('prefix') ?? ''}` : method;
}
