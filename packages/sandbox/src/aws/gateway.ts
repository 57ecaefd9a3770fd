import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { UserError } from '@loki-adoption/errors';
import { answerEcs, sendAws, sendAwsError } from '../ecs/http.ts';
import { answerControl, type ControlOptions } from './control.ts';
import type { RequestCheck } from './validation/index.ts';

export interface GatewayOptions extends ControlOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly moto: { readonly port: number; readonly logFile: string };
  /** What AWS refuses, moto doesn't get to see. */
  readonly check: Pick<RequestCheck, 'refusal'>;
}

export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

/** The one AWS endpoint of the sandbox: ECS goes to the simulator, everything else to moto. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new Agent({ maxSockets: 64 });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/_sandbox/')) void answerControl(options, request, response);
    else if (signedService(request) === 'ecs') void answerEcs(options.ecs, request, response);
    else {
      checkAndForward(options, agent, request, response).catch((error: unknown) => {
        if (!response.destroyed) sendAwsError(response, error);
      });
    }
  });
  // Terraform and the SDKs keep connections open between calls.
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(
        new UserError(
          `Port ${port} of 127.0.0.1 is in use, so the sandbox's AWS can't listen there. ` +
            'Stop what uses it, or choose another port (0: any free one).',
        ),
      );
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

/**
 * The service that a request is signed for: third part of the credential scope
 * `<key>/<date>/<region>/<service>/aws4_request`, in the header or, for presigned URLs, in the query.
 */
export function signedService(request: Pick<IncomingMessage, 'headers' | 'url'>): string | undefined {
  const header = request.headers.authorization?.match(/Credential=([^,\s]+)/)?.[1];
  const query = new URLSearchParams(request.url?.split('?')[1]).get('X-Amz-Credential');
  return (header ?? query)?.split('/').at(-2);
}

async function checkAndForward(
  { check, moto }: GatewayOptions,
  agent: Agent,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const service = signedService(request);
  const body = service === 's3' && isContent(method, url) ? undefined : await buffer(request);
  const refusal =
    service === undefined ? undefined : check.refusal({ service, method, url, headers, ...(body ? { body } : {}) });
  if (refusal === undefined) return forward(moto, agent, request, body, response);
  response.writeHead(refusal.status, { 'content-type': refusal.contentType });
  response.end(refusal.body);
  // An object's content that nobody reads would keep the connection.
  request.resume();
}

/** An object, or a part of one, may be large: it streams past. */
function isContent(method: string, url: string): boolean {
  const [path = '', query] = url.split('?');
  const names = [...new URLSearchParams(query).keys()];
  return method === 'PUT' && /^\/[^/]+\/./.test(path) && names.every((name) => CONTENT_QUERY.has(name.toLowerCase()));
}

const CONTENT_QUERY: ReadonlySet<string> = new Set(['x-id', 'partnumber', 'uploadid']);

function forward(
  moto: GatewayOptions['moto'],
  agent: Agent,
  request: IncomingMessage,
  body: Buffer | undefined,
  response: ServerResponse,
): void {
  // Node has already answered `Expect: 100-continue`.
  const { expect: _answered, connection: _hop, ...headers } = request.headers;
  const upstream = httpRequest(
    { host: '127.0.0.1', port: moto.port, agent, method: request.method, path: request.url, headers },
    (answer) => {
      const { connection: _theirs, 'keep-alive': _too, ...answered } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, answered);
      answer.pipe(response);
    },
  );
  upstream.on('error', (error) => {
    if (response.headersSent) return void response.destroy(error);
    sendAws(response, 503, {
      __type: 'ServiceUnavailable',
      message: `moto, the sandbox's AWS for everything but ECS, doesn't answer (${error.message}); see ${moto.logFile}`,
    });
  });
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  if (body) upstream.end(body);
  else request.pipe(upstream);
}
