import { LokiError } from '../logql/ast.ts';
import type { Labels } from '../logql/pipeline.ts';
import type { Entry, PushedStream } from './store.ts';

/** The JSON body of a push: `{"streams":[{"stream":{…},"values":[["<ns>","line",{…}?]]}]}`. */
export function parsePushRequest(text: string): PushedStream[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new LokiError(`couldn't parse push request: ${(error as Error).message}`);
  }
  const streams = (body as { streams?: unknown } | null)?.streams;
  if (!Array.isArray(streams)) return [];
  return streams.map((stream: { stream?: unknown; values?: unknown }) => ({
    labels: parseStreamLabels(stream?.stream ?? {}),
    entries: Array.isArray(stream?.values) ? stream.values.map(parseEntry) : [],
  }));
}

function parseStreamLabels(value: unknown): Labels {
  const labels = parseLabels(value);
  for (const name of Object.keys(labels)) {
    const bad = /^[^a-zA-Z_]|[^a-zA-Z0-9_]/.exec(name)?.[0];
    if (bad) throw new LokiError(`couldn't parse labels: parse error: unexpected character inside braces: '${bad}'`);
  }
  return labels;
}

function parseLabels(value: unknown): Labels {
  const entries =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  if (!entries?.every(([, member]) => typeof member === 'string')) {
    throw new LokiError("couldn't parse push request: labels and structured metadata have to be objects of strings");
  }
  // An empty value means that the label isn't there.
  return Object.fromEntries(entries.filter(([, member]) => member !== ''));
}

function parseEntry(value: unknown): Entry {
  const [ts, line, metadata] = Array.isArray(value) ? value : [];
  if (typeof ts !== 'string' || !/^-?\d+$/.test(ts) || typeof line !== 'string') {
    throw new LokiError('couldn\'t parse push request: a value is ["<unix time in ns, as a string>", "<line>"]');
  }
  return { ts: BigInt(ts), line, metadata: metadata === undefined ? {} : parseLabels(metadata) };
}
