import type { Seen } from './look.ts';

/** `note`: what is worth knowing and no finding. `unseen`: it couldn't be looked at, so it isn't known to be well. */
export type Status = 'ok' | 'note' | 'finding' | 'unseen';

export interface Row {
  readonly check: string;
  readonly status: Status;
  readonly found: string;
  /** What to click, of a finding. */
  readonly click?: string;
}

/** Judges what was seen: a text is what is wrong, undefined that nothing is. */
export function rowOf<T>(
  check: string,
  seen: Seen<T>,
  click: string,
  problem: (value: T) => string | undefined,
  well = 'as it should be',
): Row {
  if ('hidden' in seen) return { check, status: 'unseen', found: seen.hidden };
  const wrong = problem(seen.seen);
  return wrong === undefined ? { check, status: 'ok', found: well } : { check, status: 'finding', found: wrong, click };
}
