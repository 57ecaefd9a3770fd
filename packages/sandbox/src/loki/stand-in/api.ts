import { LokiError } from '../logql/ast.ts';
import { parseQuery, parseSelector } from '../logql/parser.ts';
import type { Labels } from '../logql/pipeline.ts';
import { runLogQuery } from './log-query.ts';
import { formatNumber, prepareMetricQuery, runMetricRange } from './metric-query.ts';
import { renderMetrics } from './metrics.ts';
import { checkLength, readDirection, readLimit, readStep, readTime, readWindow, type Window } from './parameters.ts';
import { parsePushRequest } from './push-request.ts';
import { createStore, type Stream } from './store.ts';

export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  /** Of the query string, or of a form that was posted. */
  readonly query: URLSearchParams;
  /** Of a push; already unzipped. */
  readonly body: string;
}

export interface StandInReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface StandIn {
  handle(request: StandInRequest): StandInReply;
}

export interface StandInPorts {
  /** Nanoseconds since 1970. */
  now(): bigint;
  /** Until when `/ready` refuses, as Loki does after its start. */
  readyAt(): bigint;
  readonly readyDelaySeconds: number;
}

const PREFIX = '/loki/api/v1';
const SIX_HOURS = 6n * 3600n * 1_000_000_000n;

/** Loki's HTTP API over an in-memory store: what the gates and checks of this project call, and nothing else. */
export function createStandIn(ports: StandInPorts): StandIn {
  const store = createStore(ports.now);

  function route({ method, path, query, body }: StandInRequest): StandInReply {
    if (path === '/ready') return ready();
    if (path === '/metrics') return text(200, renderMetrics(store.counters()));
    if (path === `${PREFIX}/push` && method === 'POST') {
      store.push(parsePushRequest(body));
      return text(204, '');
    }
    if (path === `${PREFIX}/query_range`) return queryRange(query);
    if (path === `${PREFIX}/query`) return queryInstant(query);
    if (path === `${PREFIX}/labels` || path === `${PREFIX}/label`) {
      return list(streamsOf(query).flatMap(({ labels }) => Object.keys(labels)));
    }
    const label = /^\/loki\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
    if (label) return list(streamsOf(query).flatMap(({ labels }) => labels[decodeURIComponent(label)] ?? []));
    if (path === `${PREFIX}/series`) return series(query);
    if (path === `${PREFIX}/status/buildinfo`)
      return json({ version: 'stand-in', revision: '', branch: '', buildDate: '', buildUser: '', goVersion: '' });
    return text(404, '404 page not found\n');
  }

  function ready(): StandInReply {
    if (ports.now() >= ports.readyAt()) return text(200, 'ready\n');
    return text(503, `Ingester not ready: waiting for ${ports.readyDelaySeconds}s after being ready\n`);
  }

  function queryRange(query: URLSearchParams): StandInReply {
    const window = readWindow(query, ports.now());
    const parsed = parseQuery(query.get('query') ?? '');
    checkLength(window);
    if (parsed.kind === 'log') {
      const asked = { ...window, limit: readLimit(query), direction: readDirection(query) };
      return result('streams', runLogQuery(store, parsed, asked));
    }
    return result('matrix', runMetricRange(store, parsed, window.start, window.end, readStep(query, window)));
  }

  function queryInstant(query: URLSearchParams): StandInReply {
    const at = readTime(query, 'time', ports.now());
    const parsed = parseQuery(query.get('query') ?? '');
    if (parsed.kind === 'log') {
      throw new LokiError(
        'log queries are not supported as an instant query type, please change your query to a range query type',
      );
    }
    const seconds = Number(at) / 1e9;
    const value = prepareMetricQuery(store, parsed, at, at)(at);
    if (typeof value === 'number') return result('scalar', [seconds, formatNumber(value)]);
    return result(
      'vector',
      value.map((sample) => ({ metric: sample.labels, value: [seconds, formatNumber(sample.value)] })),
    );
  }

  function streamsOf(query: URLSearchParams): Stream[] {
    const selector = query.get('query');
    return active(store.select(selector ? parseSelector(selector) : []), readWindow(query, ports.now(), SIX_HOURS));
  }

  function series(query: URLSearchParams): StandInReply {
    const selectors = [...query.getAll('match[]'), ...query.getAll('match')];
    if (selectors.length === 0) throw new LokiError('0 matcher groups supplied');
    const found = new Set(selectors.flatMap((selector) => store.select(parseSelector(selector))));
    const sets: Labels[] = active([...found], readWindow(query, ports.now(), SIX_HOURS)).map(({ labels }) => labels);
    return json({ status: 'success', data: sets });
  }

  return {
    handle(request) {
      try {
        return route(request);
      } catch (error) {
        if (error instanceof LokiError) return text(error.status, `${error.message}\n`);
        throw error;
      }
    },
  };
}

function active(streams: readonly Stream[], { start, end }: Window): Stream[] {
  return streams.filter(({ entries }) => entries.some(({ ts }) => ts >= start && ts <= end));
}

/** Loki leaves `data` out when there is nothing to list. */
function list(names: readonly string[]): StandInReply {
  const data = [...new Set(names)].sort();
  return json({ status: 'success', ...(data.length > 0 ? { data } : {}) });
}

function result(resultType: string, value: unknown): StandInReply {
  return json({ status: 'success', data: { resultType, result: value, stats: {} } });
}

function json(value: unknown): StandInReply {
  return { status: 200, contentType: 'application/json; charset=UTF-8', body: JSON.stringify(value) };
}

function text(status: number, body: string): StandInReply {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}
