import type { LogLine } from './log-lines.ts';

/** How long one delivery may take, in milliseconds. */
const TIMEOUT_MS = 5000;

/** Writes events to CloudWatch Logs; makes the stream on first use. Throws when the log group doesn't exist. */
export async function putLogEvents(
  motoUrl: string,
  region: string,
  group: string,
  stream: string,
  lines: readonly LogLine[],
): Promise<void> {
  const put = () =>
    logsCall(motoUrl, region, 'PutLogEvents', {
      logGroupName: group,
      logStreamName: stream,
      logEvents: lines.map(({ at, text }) => ({ timestamp: at, message: text })),
    });
  if (await put()) return;
  await logsCall(motoUrl, region, 'CreateLogStream', { logGroupName: group, logStreamName: stream });
  if (!(await put())) throw new Error(`log group ${group} or its stream ${stream} doesn't exist`);
}

/** True when done, false when the group or stream is missing or already there. */
async function logsCall(motoUrl: string, region: string, action: string, body: unknown): Promise<boolean> {
  const response = await fetch(motoUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${action}`,
      // moto reads region and service from the scope; it doesn't check signatures.
      authorization: `AWS4-HMAC-SHA256 Credential=sandbox/20250101/${region}/logs/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (response.status >= 500) throw new Error(`${action}: HTTP ${response.status}`);
  return response.ok;
}

export interface LokiStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly lines: readonly LogLine[];
}

export type Delivery = 'accepted' | 'refused' | 'retry';

/** Pushes streams to Loki's JSON API: 2xx accepted, 429 and 5xx and no answer to be tried again, the rest refused. */
export async function pushToLoki(lokiUrl: string, streams: readonly LokiStream[]): Promise<Delivery> {
  const body = {
    streams: streams.map(({ labels, lines }) => ({
      stream: labels,
      values: lines.map(({ at, text }) => [`${at}000000`, text]),
    })),
  };
  try {
    const response = await fetch(`${lokiUrl}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    if (response.ok) return 'accepted';
    return response.status === 429 || response.status >= 500 ? 'retry' : 'refused';
  } catch {
    return 'retry';
  }
}
