import { errorMessage, ServiceError } from '@loki-adoption/errors';
import { scrubbed } from '@loki-adoption/secrets';
import { LogText } from './log-text.ts';
import type { LokiAccess } from './loki-access.ts';
import { formOf, lokisWords } from './lokis-words.ts';

export type Labels = Readonly<Record<string, string>>;

/** `nanoseconds` is the exact timestamp as Loki writes it, `timeMs` the same rounded down. */
export interface LogLine {
  readonly nanoseconds: string;
  readonly timeMs: number;
  readonly line: LogText;
}

export interface LogStream {
  readonly labels: Labels;
  readonly lines: readonly LogLine[];
}

export interface Sample {
  readonly labels: Labels;
  readonly timeMs: number;
  readonly value: number;
}

export interface PushStream {
  readonly labels: Labels;
  readonly lines: readonly { readonly timeMs: number; readonly line: string }[];
}

/** Times in ms since 1970: from `startMs` inclusive to `endMs` exclusive, newest lines first, at most `limit` of them. */
export interface RangeQuery {
  readonly query: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly limit?: number;
}

export interface Loki {
  /** Whether `/ready` answers 200; `detail` says why it doesn't. Throws when nothing answers. */
  ready(): Promise<{ ready: boolean; detail: string }>;
  /** Pushes lines once: a push that failed half-way is not repeated. */
  push(streams: readonly PushStream[]): Promise<void>;
  /** Log lines of a log query, grouped by stream. */
  queryRange(query: RangeQuery): Promise<LogStream[]>;
  /** An instant vector of a metric query; Loki refuses log queries here. */
  query(query: string, timeMs: number): Promise<Sample[]>;
  /** Label sets of the streams that a selector matches in a range. */
  series(selector: string, startMs: number, endMs: number): Promise<Labels[]>;
}

/** A refusal of Loki (`status`), or no answer at all (`status` 0). `detail` is shown and kept: nothing of a log may be in it. */
export class LokiError extends ServiceError {
  override readonly name = 'LokiError';
  readonly operation: string;
  readonly status: number;

  constructor(operation: string, status: number, detail: string, options?: ErrorOptions) {
    const what = status === 0 ? 'got no answer' : `was refused with ${status}`;
    const retryable = status === 0 || status === 429 || status >= 500;
    super('Loki', retryable, `Loki: ${operation} ${what}: ${detail}`, options);
    this.operation = operation;
    this.status = status;
  }
}

export interface LokiOptions extends LokiAccess {
  readonly fetch?: typeof fetch;
  /** For one request. Default 15 s. */
  readonly timeoutMs?: number;
  /** Attempts of a read in all. Default 3. */
  readonly attempts?: number;
  readonly sleep?: (ms: number) => Promise<void>;
}

interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A client of Loki's HTTP API. Reads are retried on 429, 5xx and lost connections; pushes are not. */
export function createLoki(options: LokiOptions): Loki {
  const { fetch: send = fetch, timeoutMs = 15_000, attempts = 3, sleep = wait } = options;
  const base = options.url.replace(/\/+$/, '');
  const access = {
    ...(options.authorization && { authorization: options.authorization }),
    ...(options.tenant && { 'x-scope-orgid': options.tenant }),
  };

  async function call(operation: string, path: string, init: Request = {}): Promise<Answer> {
    try {
      const headers = { ...access, ...init.headers };
      const response = await send(base + path, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      if (isBug(error)) throw error;
      throw new LokiError(operation, 0, scrubbed(reasonOf(error)), { cause: error });
    }
  }

  async function read(operation: string, path: string, parameters: Record<string, string>): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await call(operation, `${path}?${new URLSearchParams(parameters)}`);
        if (!answer.ok) throw new LokiError(operation, answer.status, lokisWords(answer.text));
        return dataOf(operation, answer.text);
      } catch (error) {
        if (attempt >= attempts || !(error instanceof LokiError) || !error.retryable) throw error;
        await sleep(500 * 2 ** (attempt - 1));
      }
    }
  }

  return {
    async ready() {
      const answer = await call('ready', '/ready');
      return { ready: answer.ok, detail: answer.ok ? 'ready' : lokisWords(answer.text) };
    },
    async push(streams) {
      const body = JSON.stringify({
        streams: streams.map(({ labels, lines }) => ({
          stream: labels,
          values: lines.map(({ timeMs, line }) => [nanoseconds(timeMs), line]),
        })),
      });
      const headers = { 'content-type': 'application/json' };
      const answer = await call('push', '/loki/api/v1/push', { method: 'POST', headers, body });
      if (!answer.ok) throw new LokiError('push', answer.status, lokisWords(answer.text));
    },
    async queryRange({ query, startMs, endMs, limit = 100 }) {
      const range = { start: nanoseconds(startMs), end: nanoseconds(endMs), direction: 'backward' };
      const data = await read('query_range', '/loki/api/v1/query_range', { query, limit: String(limit), ...range });
      return resultOf('query_range', data).map(({ stream, values }) => ({
        labels: stream as Labels,
        lines: (values as [string, string][]).map(lineOf),
      }));
    },
    async query(query, timeMs) {
      const data = await read('query', '/loki/api/v1/query', { query, time: nanoseconds(timeMs) });
      return resultOf('query', data).map(({ metric, value }) => {
        const [seconds, text] = value as [number, string];
        return { labels: metric as Labels, timeMs: seconds * 1000, value: Number(text) };
      });
    },
    async series(match, startMs, endMs) {
      const range = { start: nanoseconds(startMs), end: nanoseconds(endMs) };
      const data = await read('series', '/loki/api/v1/series', { 'match[]': match, ...range });
      // Loki leaves out lists that are empty.
      return (data ?? []) as Labels[];
    },
  };
}

/** JavaScript's own errors are our bugs; but `fetch` throws a TypeError for a lost connection, with the reason as its cause. */
function isBug(error: unknown): boolean {
  if (error instanceof TypeError) return error.cause === undefined;
  return error instanceof RangeError || error instanceof ReferenceError;
}

/** Integers of this size don't fit a number: the last six digits are appended as text. */
function nanoseconds(timeMs: number): string {
  return `${Math.trunc(timeMs)}000000`;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorMessage(error) : `${errorMessage(error)}: ${errorMessage(cause)}`;
}

/** The data of an answer. What isn't an answer of Loki, such as that of a proxy before it, is an error and not an empty result. */
function dataOf(operation: string, text: string): unknown {
  const answer = parse(operation, text);
  if (isObject(answer) && answer['status'] === 'success') return answer['data'];
  throw notFromLoki(operation, answer);
}

function parse(operation: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No cause: a SyntaxError quotes what it stumbled over.
    throw new LokiError(operation, 200, `the answer isn't JSON but ${formOf(text)}`);
  }
}

function resultOf(operation: string, data: unknown): Record<string, unknown>[] {
  const result = isObject(data) ? data['result'] : undefined;
  if (!Array.isArray(result)) throw notFromLoki(operation, data);
  return result as Record<string, unknown>[];
}

function notFromLoki(operation: string, answer: unknown): LokiError {
  return new LokiError(
    operation,
    200,
    `the answer is not one of Loki, is this the URL of something else? It is ${shapeOf(answer)}`,
  );
}

/** Names the type, and the keys that an answer of Loki or of a proxy may have; any other key, as any value, may come out of a log. */
function shapeOf(answer: unknown): string {
  if (!isObject(answer)) return typeof answer;
  const keys = Object.keys(answer);
  const known = keys.filter((key) => KNOWN_KEYS.has(key));
  const others = keys.length - known.length;
  return `an object with ${[...known, ...(others > 0 ? [`${others} unknown keys`] : [])].join(', ') || 'nothing in it'}`;
}

const KNOWN_KEYS = new Set(['status', 'data', 'result', 'resultType', 'error', 'errorType', 'message']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function lineOf([stamp, line]: [string, string]): LogLine {
  return { nanoseconds: stamp, timeMs: Number(stamp.slice(0, -6)), line: new LogText(line) };
}
