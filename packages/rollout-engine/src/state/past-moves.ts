import type { Variant } from '@loki-adoption/environment';
import type { Ledger } from './ledger.ts';

/** A move that came to an end, as far as the ledger still knows. */
export interface PastMove {
  readonly service: string;
  /** Variants that the service went from and was to run. */
  readonly from: Variant;
  readonly to: Variant;
  readonly outcome: 'promoted' | 'rolled-back';
  /** From its beginning to that outcome. */
  readonly seconds: number;
}

/** Earlier moves of all services, oldest first for each. What nothing moved in, or nothing is known of any more, is left out. */
export function pastMoves({ services, revisions }: Ledger): PastMove[] {
  return Object.entries(services).flatMap(([service, { history }]) =>
    history.flatMap(({ event, from, to, seconds }): PastMove[] => {
      const [before, after] = [from, to].map((definition) => revisions[definition ?? '']?.variant);
      if (event === 'held' || seconds === null || before === undefined || after === undefined) return [];
      return [{ service, from: before, to: after, outcome: event, seconds }];
    }),
  );
}
