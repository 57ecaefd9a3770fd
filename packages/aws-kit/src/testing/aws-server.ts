import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, vi } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

export interface AwsServer {
  /** Returned in order, then 200 with `{}`. */
  readonly answers: Answer[];
  /** `target` is the operation of a JSON API, empty for S3. */
  readonly requests: { target: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  readonly port: () => number;
}

/** For each test of a file a server on 127.0.0.1, which `AWS_ENDPOINT_URL` names. */
export function useAwsServer(): AwsServer {
  const requests: AwsServer['requests'] = [];
  const answers: Answer[] = [];
  let server: Server;
  const port = () => (server.address() as AddressInfo).port;

  beforeEach(async () => {
    requests.length = 0;
    answers.length = 0;
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const target = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
      const body = Buffer.concat(chunks).toString();
      requests.push({ target, url: `${request.method} ${request.url}`, headers: request.headers, body });
      const answer = answers.shift() ?? { status: 200, body: '{}' };
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1', ...answer.headers });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port()}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  return { answers, requests, port };
}
