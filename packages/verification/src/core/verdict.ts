export type PropertyNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * What a measurement found, the same words everywhere: in gates, properties, the ledger and reports. `inconclusive`: it was measured, and
 * there was not enough to judge by, which never passes. `error`: the measurement itself failed.
 */
export const STATUSES = ['pass', 'fail', 'inconclusive', 'error'] as const;

export type Status = (typeof STATUSES)[number];

export interface Verdict {
  readonly status: Status;
  readonly detail: string;
}

export interface PropertyResult extends Verdict {
  readonly number: PropertyNumber;
  readonly name: string;
}

const WORST_FIRST: readonly Status[] = ['fail', 'error', 'inconclusive', 'pass'];

/** The worst of several verdicts, explained by all that share its status. Nothing at all is inconclusive. */
export function combine(verdicts: readonly Verdict[]): Verdict {
  const status = WORST_FIRST.find((candidate) => verdicts.some((verdict) => verdict.status === candidate));
  if (status === undefined) return { status: 'inconclusive', detail: 'nothing to check' };
  const details = verdicts.filter((verdict) => verdict.status === status).map((verdict) => verdict.detail);
  return { status, detail: [...new Set(details)].join('; ') };
}
