import type { Phase } from '@loki-adoption/environment';
import type { PriceReference } from './prices.ts';

export type AssumptionSet = 'seed' | 'corrected';

/** What each row pays for, for somebody who sees the report for the first time. */
export const MEANINGS: Readonly<Record<Row, string>> = {
  ingest: 'per GB written',
  storage: 'what is kept, compressed',
  queries: 'per GB that Logs Insights scans; Loki reads from S3, see requests',
  requests: 'S3 bills each of them',
  endpoint: 'VPC endpoint of CloudWatch Logs, by the hour',
  compute: 'what Loki reserves: a share of an EC2 node, or Fargate',
  sidecars: 'only what Alloy needs more than ADOT',
  zones: 'pushes from tasks to a Loki in another zone',
  metrics: 'what each Alloy reports on itself, in Managed Prometheus',
};

/** The rows of the comparison, in the order they are shown. */
export const ROWS = {
  ingest: 'ingest',
  storage: 'storage',
  queries: 'queries',
  requests: 'requests (PUT, LIST, GET)',
  endpoint: 'endpoint for logs',
  compute: 'compute',
  sidecars: 'sidecars (Alloy for ADOT)',
  zones: 'traffic between zones',
  metrics: 'metrics of the sidecars',
} as const;

export type Row = keyof typeof ROWS;

/** One line of a bill to come. Amounts are exact decimal strings in USD a month; null means unknown, never 0. */
export interface CostLine {
  readonly key: string;
  readonly row: Row;
  readonly label: string;
  /** For people: `50 GB`. */
  readonly quantity: string;
  /** For people: `$0.50 per GB`, or `unknown`. */
  readonly unitPrice: string;
  readonly formula: string;
  readonly amount: string | null;
  /** `partly`: it has a floor that doesn't depend on the volume. */
  readonly scales: 'fixed' | 'with volume' | 'partly';
  /** What the design's estimate has otherwise; empty in the estimate itself. */
  readonly why: string;
  /** The same resource is in more than one column: paid once by whoever pays both. */
  readonly shared: boolean;
  readonly price?: PriceReference;
}

export interface Column {
  readonly lines: readonly CostLine[];
  readonly total: string | null;
}

export interface Saving {
  /** USD a month; negative when Loki is dearer. */
  readonly monthly: string | null;
  readonly annual: string | null;
  readonly percent: string | null;
}

/** Volumes in GB a month at which both sides cost the same, in the range the model is valid for. */
export interface BreakEven {
  readonly volumesGb: readonly string[];
  /** Which side is cheaper just above 0. */
  readonly cheaperAtFirst: 'loki' | 'other' | 'equal';
  readonly upToGb: string | null;
}

export interface SensitivityRow {
  readonly factor: string;
  readonly volumeGb: string;
  readonly cloudwatch: string | null;
  readonly infrequentAccess: string | null;
  readonly loki: string | null;
  readonly savingPercent: string | null;
}

export interface Assumption {
  readonly name: string;
  readonly value: string;
  readonly from: 'environment' | 'assumed';
  readonly note: string;
}

export type Verdict = 'pass' | 'fail' | 'unknown';

/** The two ends of a migration side by side, in USD a month. Its JSON is what the report's twin file holds. */
export interface CostReport {
  readonly schemaVersion: 1;
  readonly environment: string;
  readonly region: string;
  readonly mode: 'forecast';
  readonly assumptionSet: AssumptionSet;
  readonly volumeGb: string;
  readonly cloudwatch: Column;
  /** What moving nothing but the log class would cost; the design's estimate doesn't look at it. */
  readonly infrequentAccess: Column | null;
  readonly loki: Column;
  readonly saving: Saving;
  readonly budget: { readonly minimumSavingPercent: string; readonly verdict: Verdict };
  /** Of Loki against CloudWatch as it is; `countsFixed` holds what doesn't grow per GB by nature (requests) still. */
  readonly breakEven: {
    readonly cloudwatch: BreakEven | null;
    readonly infrequentAccess: BreakEven | null;
    readonly countsFixed: BreakEven | null;
  };
  readonly sensitivity: readonly SensitivityRow[];
  /** The lines of the design's estimate at the same volume, to compare with; null in the estimate itself. */
  readonly design: { readonly cloudwatch: Column; readonly loki: Column } | null;
  readonly assumptions: readonly Assumption[];
  readonly notes: readonly string[];
}

/** What one phase of the migration costs a month. */
export interface PhaseCost {
  readonly phase: Phase;
  readonly paying: readonly ('cloudwatch' | 'loki')[];
  readonly monthly: string | null;
  readonly lines: readonly CostLine[];
  /** What is paid a month once the migration is over. */
  readonly settled: string | null;
}
