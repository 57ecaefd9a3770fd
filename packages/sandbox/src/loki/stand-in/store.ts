import { LokiError, type Matcher } from '../logql/ast.ts';
import { formatLabels, type Labels } from '../logql/pipeline.ts';

export interface Entry {
  /** Nanoseconds since 1970. */
  readonly ts: bigint;
  readonly line: string;
  /** Structured metadata. */
  readonly metadata: Labels;
}

export interface Stream {
  readonly labels: Labels;
  /** By time. */
  readonly entries: Entry[];
}

export interface PushedStream {
  readonly labels: Labels;
  readonly entries: readonly Entry[];
}

export interface Store {
  /** Stores what is valid; throws a LokiError (400) with every refusal of the request when something isn't. */
  push(streams: readonly PushedStream[]): void;
  /** Streams that fit all matchers. */
  select(matchers: readonly Matcher[]): Stream[];
  counters(): Counters;
}

export interface Counters {
  readonly linesReceived: number;
  readonly bytesReceived: number;
  readonly streams: number;
  readonly streamsCreated: number;
  /** Refused lines by reason. */
  readonly discarded: ReadonlyMap<string, number>;
}

const SECOND = 1_000_000_000n;
const HOUR = 3600n * SECOND;
// Loki's defaults: creation_grace_period, reject_old_samples_max_age, half of max_chunk_age, max_line_size, label limits.
const FUTURE_GRACE = 600n * SECOND;
const MAX_AGE = 7n * 24n * HOUR;
const MAX_BEHIND = HOUR;
const MAX_LINE_BYTES = 256 * 1024;
const MAX_LABEL_NAMES = 15;
const MAX_NAME_LENGTH = 1024;
const MAX_VALUE_LENGTH = 2048;

// discover_service_name's default list: a stream without service_name takes the first of these that it has.
const SERVICE_LABELS = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
];

interface Refusal {
  readonly reason: string;
  readonly message: string;
}

/** The log store of the stand-in: in memory, with Loki's rules for what is accepted and what is a repeat. */
export function createStore(now: () => bigint): Store {
  const streams = new Map<string, Stream>();
  const discarded = new Map<string, number>();
  let linesReceived = 0;
  let bytesReceived = 0;

  function push(pushed: readonly PushedStream[]): void {
    if (pushed.length === 0) throw new LokiError('error at least one valid stream is required for ingestion', 422);
    const messages: string[] = [];
    const refuse = (refusal: Refusal, lines: number) => {
      discarded.set(refusal.reason, (discarded.get(refusal.reason) ?? 0) + lines);
      messages.push(refusal.message);
    };
    for (const { labels, entries } of pushed) {
      linesReceived += entries.length;
      bytesReceived += entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
      const named = withServiceName(labels);
      const refusal = checkLabels(named);
      if (refusal) {
        refuse(refusal, entries.length);
        continue;
      }
      const key = formatLabels(named);
      for (const entry of entries) {
        const wrong = checkEntry(entry, key, now()) ?? checkOrder(entry, streams.get(key));
        if (wrong) refuse(wrong, 1);
        else insert(streamOf(key, named), entry);
      }
    }
    if (messages.length > 0) throw new LokiError(messages.join('\n'));
  }

  function streamOf(key: string, labels: Labels): Stream {
    const known = streams.get(key);
    if (known) return known;
    const created = { labels, entries: [] };
    streams.set(key, created);
    return created;
  }

  return {
    push,
    select: (matchers) =>
      [...streams.values()].filter(({ labels }) => matchers.every(({ name, test }) => test(labels[name] ?? ''))),
    counters: () => ({ linesReceived, bytesReceived, streams: streams.size, streamsCreated: streams.size, discarded }),
  };
}

function checkLabels(labels: Labels): Refusal | undefined {
  const names = Object.keys(labels);
  const key = formatLabels(labels);
  // service_name is there in any case and doesn't count.
  const counted = names.length - 1;
  if (counted > MAX_LABEL_NAMES) {
    return {
      reason: 'max_label_names_per_series',
      message: `entry for stream '${key}' has ${counted} label names; limit ${MAX_LABEL_NAMES}`,
    };
  }
  for (const name of names) {
    if (name.length > MAX_NAME_LENGTH)
      return { reason: 'label_name_too_long', message: `stream '${key}' has label name too long: '${name}'` };
    const value = labels[name] ?? '';
    if (value.length > MAX_VALUE_LENGTH)
      return { reason: 'label_value_too_long', message: `stream '${key}' has label value too long: '${value}'` };
  }
  return undefined;
}

function checkEntry(entry: Entry, key: string, now: bigint): Refusal | undefined {
  if (entry.ts < now - MAX_AGE) {
    const message = `entry for stream '${key}' has timestamp too old: ${format(entry.ts)}, oldest acceptable timestamp is: ${format(now - MAX_AGE)}`;
    return { reason: 'greater_than_max_sample_age', message };
  }
  if (entry.ts > now + FUTURE_GRACE) {
    return {
      reason: 'too_far_in_future',
      message: `entry for stream '${key}' has timestamp too new: ${format(entry.ts)}`,
    };
  }
  const length = Buffer.byteLength(entry.line);
  if (length > MAX_LINE_BYTES) {
    const message = `max entry size '${MAX_LINE_BYTES}' bytes exceeded for stream '${key}' while adding an entry with length '${length}' bytes`;
    return { reason: 'line_too_long', message };
  }
  return undefined;
}

function checkOrder(entry: Entry, stream: Stream | undefined): Refusal | undefined {
  const newest = stream?.entries.at(-1)?.ts;
  if (newest === undefined || entry.ts >= newest - MAX_BEHIND) return undefined;
  const message = `entry with timestamp ${format(entry.ts)} ignored, reason: 'entry too far behind, entry timestamp is: ${format(entry.ts)}, oldest acceptable timestamp is: ${format(newest - MAX_BEHIND)}'`;
  return { reason: 'too_far_behind', message };
}

/** Keeps the order of time; a line that is there already at the same time is a repeat and dropped. */
function insert(stream: Stream, entry: Entry): void {
  const { entries } = stream;
  let at = entries.length;
  for (; at > 0; at -= 1) {
    const before = entries[at - 1];
    if (!before || before.ts < entry.ts) break;
    if (
      before.ts === entry.ts &&
      before.line === entry.line &&
      formatLabels(before.metadata) === formatLabels(entry.metadata)
    )
      return;
  }
  while (entries[at]?.ts === entry.ts) at += 1;
  entries.splice(at, 0, entry);
}

function withServiceName(labels: Labels): Labels {
  if (labels['service_name']) return labels;
  const source = SERVICE_LABELS.find((name) => labels[name]);
  return { ...labels, service_name: (source && labels[source]) || 'unknown_service' };
}

function format(ts: bigint): string {
  return `${new Date(Number(ts / 1_000_000n)).toISOString().slice(0, 19)}Z`;
}
