export type PropertyNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** `no-data`: nothing to judge by, never a pass. `error`: the measurement itself failed. */
export type PropertyStatus = 'pass' | 'fail' | 'no-data' | 'error' | 'not-applicable';

export interface Verdict {
  readonly status: PropertyStatus;
  readonly detail: string;
}

export interface PropertyResult extends Verdict {
  readonly number: PropertyNumber;
  readonly name: string;
}

const WORST_FIRST: readonly PropertyStatus[] = ['fail', 'error', 'no-data', 'pass', 'not-applicable'];

/** The worst of several verdicts, explained by all that share its status. Nothing at all is not applicable. */
export function combine(verdicts: readonly Verdict[]): Verdict {
  const status = WORST_FIRST.find((candidate) => verdicts.some((verdict) => verdict.status === candidate));
  if (status === undefined) return { status: 'not-applicable', detail: 'nothing to check' };
  const details = verdicts.filter((verdict) => verdict.status === status).map((verdict) => verdict.detail);
  return { status, detail: [...new Set(details)].join('; ') };
}
