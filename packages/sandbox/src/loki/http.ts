import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, inflateSync } from 'node:zlib';
import { UserError } from '@loki-adoption/errors';

/** Listens on 127.0.0.1; 0 means any free port. */
export async function listenOnLoopback(
  handler: RequestListener,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = `Port ${port} of 127.0.0.1 is in use, so the sandbox's Loki can't start on it. End what holds it, or choose another port.`;
      reject(taken ? new UserError(message) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return { server, port: address.port };
}

export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A port that is free now; something else can still take it before it is used. */
export async function findFreePort(): Promise<number> {
  const { server, port } = await listenOnLoopback(() => {}, 0);
  await closeServer(server);
  return port;
}

export function sendText(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(body);
}

/** The body as text, unzipped as its `content-encoding` says. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const encoding = request.headers['content-encoding'];
  if (encoding === 'gzip') return gunzipSync(raw).toString('utf8');
  if (encoding === 'deflate') return inflateSync(raw).toString('utf8');
  return raw.toString('utf8');
}

/** Passes a request on unchanged; 502 as text when nobody answers there. */
export async function forward(upstream: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = `${upstream.pathname.replace(/\/$/, '')}${request.url ?? '/'}`;
  const send = upstream.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { ...request.headers, host: upstream.host };
  const outgoing = send(new URL(path, upstream), { method: request.method, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  try {
    request.pipe(outgoing);
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendText(response, 502, `Loki at ${upstream.origin} doesn't answer: ${(error as Error).message}\n`);
  }
}
