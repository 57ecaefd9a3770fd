export { ExporterError, type Exposition, type ScrapeOptions, scrapeExporter } from './exporter.ts';
export { type CounterNames, counterNames } from './exposition.ts';
export { LogText } from './log-text.ts';
export {
  createLoki,
  type Labels,
  type LogLine,
  type LogStream,
  type Loki,
  LokiError,
  type PushStream,
  type RangeQuery,
  type Sample,
} from './loki.ts';
export { type AccessNames, type LokiAccess, lokiAccessOf } from './loki-access.ts';
export { selector } from './selector.ts';
