import { errorMessage, UserError } from '@loki-adoption/errors';

/** What a scrape of an exporter gave. */
export interface Exposition {
  /** The address that was asked, with its path. */
  readonly url: string;
  readonly contentType: string;
  readonly text: string;
}

export interface ScrapeOptions {
  readonly fetch?: typeof fetch;
  /** For the whole answer. Default 10 s, as the collectors have it. */
  readonly timeoutMs?: number;
  /** Default 64 MiB. */
  readonly maxBytes?: number;
}

/** No exporter answered, or not with an exposition. */
export class ExporterError extends UserError {}

/** The collectors ask for OpenMetrics first, and an exporter that has it names its counters otherwise. */
const ACCEPT = 'application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

/**
 * Scrapes an exporter as the collectors do. An address without a path gets `/metrics`. `ExporterError` when it doesn't
 * answer in time, refuses, or says more than is plausible; `UserError` for an address that isn't one.
 */
export async function scrapeExporter(address: string, options: ScrapeOptions = {}): Promise<Exposition> {
  const { fetch: send = fetch, timeoutMs = 10_000, maxBytes = 64 * 2 ** 20 } = options;
  const url = metricsUrl(address);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(url, { headers: { accept: ACCEPT }, signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw new ExporterError(`${url} answers ${response.status}. Name the address of the metrics, with its path.`);
    }
    const text = await readAtMost(response, maxBytes, url);
    return { url, contentType: response.headers.get('content-type') ?? '', text };
  } catch (error) {
    if (error instanceof ExporterError) throw error;
    throw new ExporterError(`${url} gives no answer: ${reasonOf(error, timeoutMs)}`, { cause: error });
  }
}

function metricsUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `${JSON.stringify(address)} is no address: expected one such as http://localhost:9090/metrics.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new UserError('The address holds a user or password: scrape an exporter that needs none.');
  }
  if (url.pathname === '/') url.pathname = '/metrics';
  return url.href;
}

async function readAtMost(response: Response, maxBytes: number, url: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels what is still to come.
    if (bytes > maxBytes) throw new ExporterError(`${url} answers with more than ${maxBytes} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `none within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorMessage(error) : errorMessage(cause) || errorMessage(error);
}
