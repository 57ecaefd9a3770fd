import type { IncomingMessage, ServerResponse } from 'node:http';
import { LOKI_GATEWAY_ROUTES } from '@loki-adoption/config-renderers';
import { UserError } from '@loki-adoption/errors';
import { closeServer, forward, listenOnLoopback, readText, sendText } from './http.ts';
import { startRealLoki } from './real-loki.ts';
import { createStandIn, type StandIn } from './stand-in/api.ts';

export interface LokiOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** A real Loki writes its configuration, data and log here. */
  readonly stateDir: string;
  /** Whether Loki's service runs in the simulated cluster; while it doesn't, every call is answered with 503. */
  readonly isUp: () => boolean;
  /** A Loki binary to start. */
  readonly lokiBin?: string;
  /** A Loki that runs elsewhere; goes before `lokiBin`. */
  readonly lokiUrl?: string;
  /** How long `/ready` refuses after a start, default 1 s (Loki's own default is 15 s). */
  readonly readyDelaySeconds?: number;
  readonly clock?: () => Date;
}

export interface LokiSandbox {
  readonly url: string;
  readonly kind: 'loki' | 'stand-in';
  stop(): Promise<void>;
}

type Backend = {
  readonly kind: LokiSandbox['kind'];
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** A call came while the service is away: the next that is served is the first after a start. */
  notRunning(): void;
  stop(): Promise<void>;
};

const CLOSED = 'closed: this address of Loki takes lines and answers queries, nothing else';

/** The sandbox's own door to Loki's counters, which the gateway closes. */
const METRICS = '/_sandbox/metrics';

/** In AWS a gateway in front of Loki opens these routes and closes everything else. Deletion stays closed, as it is by default. */
const OPEN = LOKI_GATEWAY_ROUTES.map(({ paths, methods }) => ({ paths: new RegExp(`^(?:${paths})$`), methods }));

function isOpen({ method, url }: IncomingMessage): boolean {
  // Loki gets the path as it was sent, so it is matched undecoded.
  const path = (url ?? '/').split('?')[0] ?? '/';
  return OPEN.some(({ paths, methods }) => paths.test(path) && methods.includes(method ?? ''));
}

/** The sandbox's Loki behind one address: a real one where there is one, else the stand-in with the LogQL that gates use. */
export async function startLoki(options: LokiOptions): Promise<LokiSandbox> {
  const backend = await startBackend(options);
  const listening = listenOnLoopback((request, response) => {
    if (!options.isUp()) {
      backend.notRunning();
      request.resume();
      sendText(response, 503, "no running task of Loki's service\n");
      return;
    }
    if (request.url?.split('?')[0] === METRICS) request.url = '/metrics';
    else if (!isOpen(request)) {
      request.resume();
      sendText(response, 403, CLOSED);
      return;
    }
    backend.handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, `sandbox error: ${String(error)}\n`);
    });
  }, options.port ?? 0);
  const { server, port } = await listening.catch(async (error: unknown) => {
    await backend.stop();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    kind: backend.kind,
    async stop() {
      await closeServer(server);
      await backend.stop();
    },
  };
}

async function startBackend(options: LokiOptions): Promise<Backend> {
  if (options.lokiUrl) return proxyBackend(parseUrl(options.lokiUrl), async () => {});
  if (!options.lokiBin) return standInBackend(options);
  const loki = await startRealLoki({
    bin: options.lokiBin,
    stateDir: options.stateDir,
    readyDelaySeconds: options.readyDelaySeconds ?? 1,
  });
  return proxyBackend(new URL(loki.url), loki.stop);
}

function proxyBackend(upstream: URL, stop: () => Promise<void>): Backend {
  return { kind: 'loki', handle: (request, response) => forward(upstream, request, response), notRunning() {}, stop };
}

function standInBackend(options: LokiOptions): Backend {
  const clock = options.clock ?? (() => new Date());
  const readyDelaySeconds = options.readyDelaySeconds ?? 1;
  const now = () => BigInt(clock().getTime()) * 1_000_000n;
  let upSince: bigint | undefined;
  const standIn = createStandIn({
    now,
    readyDelaySeconds,
    readyAt: () => (upSince ?? now()) + BigInt(Math.round(readyDelaySeconds * 1e9)),
  });
  return {
    kind: 'stand-in',
    async handle(request, response) {
      upSince ??= now();
      await answer(standIn, request, response);
    },
    notRunning() {
      upSince = undefined;
    },
    async stop() {},
  };
}

async function answer(standIn: StandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const type = request.headers['content-type'] ?? '';
  const isPush = url.pathname.endsWith('/push');
  if (isPush && !type.startsWith('application/json')) {
    request.resume();
    sendText(
      response,
      415,
      'the stand-in reads pushes as application/json only; set LOKI_BIN or LOKI_URL to use a real Loki\n',
    );
    return;
  }
  const body = await readText(request);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body)) url.searchParams.append(name, value);
  }
  const reply = standIn.handle({ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body });
  response.writeHead(reply.status, { 'content-type': reply.contentType });
  response.end(reply.body);
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new UserError(`LOKI_URL is "${text}", which is no URL. Write it like http://127.0.0.1:3100.`);
  }
}
