/** A stream with its lines as Loki has them: only tests look at those. */
export interface StoredStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** What a log query finds from the last hour to a minute from now, at most 5,000 lines. */
export async function storedStreams(lokiUrl: string, query: string): Promise<StoredStream[]> {
  const now = Date.now();
  const range = { start: `${now - 3_600_000}000000`, end: `${now + 60_000}000000`, limit: '5000' };
  const response = await fetch(`${lokiUrl}/loki/api/v1/query_range?${new URLSearchParams({ query, ...range })}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`Loki answers ${response.status}: ${text}`);
  const { data } = JSON.parse(text) as {
    data: { result: { stream: StoredStream['labels']; values: [string, string][] }[] };
  };
  return data.result.map(({ stream, values }) => ({ labels: stream, lines: values.map(([, line]) => line) }));
}
