export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** A comparison of one label with a text; a label that isn't there counts as empty. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  readonly test: (value: string) => boolean;
}

export type Condition =
  | { readonly kind: 'text'; readonly matcher: Matcher }
  | { readonly kind: 'number'; readonly name: string; readonly operator: Comparison; readonly value: number }
  | { readonly kind: 'pair'; readonly operator: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type Stage =
  | { readonly kind: 'line'; readonly test: (line: string) => boolean }
  | { readonly kind: 'json' }
  | { readonly kind: 'filter'; readonly condition: Condition }
  | { readonly kind: 'drop'; readonly names: readonly string[] };

export interface LogQuery {
  readonly kind: 'log';
  readonly selector: readonly Matcher[];
  readonly stages: readonly Stage[];
}

export const RANGE_FUNCTIONS = [
  'count_over_time',
  'rate',
  'bytes_over_time',
  'bytes_rate',
  'absent_over_time',
] as const;
export type RangeFunction = (typeof RANGE_FUNCTIONS)[number];

export const AGGREGATIONS = ['sum', 'min', 'max', 'avg', 'count'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<=';
export type Arithmetic = '+' | '-' | '*' | '/';

export interface Grouping {
  readonly without: boolean;
  readonly labels: readonly string[];
}

export type MetricQuery =
  | { readonly kind: 'range'; readonly function: RangeFunction; readonly query: LogQuery; readonly rangeNs: bigint }
  | {
      readonly kind: 'aggregate';
      readonly operation: Aggregation;
      readonly grouping: Grouping;
      readonly of: MetricQuery;
    }
  | {
      readonly kind: 'binary';
      readonly operator: Arithmetic | Comparison;
      readonly left: MetricQuery;
      readonly right: MetricQuery;
    }
  | { readonly kind: 'number'; readonly value: number };

export type Query = LogQuery | MetricQuery;

/** What a caller did wrong; sent as text with its HTTP status, as Loki does. */
export class LokiError extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** Valid LogQL, or not: the stand-in can't say. A real Loki can. */
export function unsupported(what: string): LokiError {
  return new LokiError(
    `parse error : ${what} is not supported by the stand-in; set LOKI_BIN or LOKI_URL to use a real Loki`,
  );
}
