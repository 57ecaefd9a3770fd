import type { Hold, RecordPatch } from './ledger.ts';

/** What to do next. `record` is always a write to the ledger alone; `update-service` is the only change of AWS. */
export type Step =
  | {
      readonly kind: 'observe';
      readonly services: readonly string[];
      readonly tasks: boolean;
      readonly logs: boolean;
    }
  | {
      readonly kind: 'record';
      readonly service: string;
      readonly patch: RecordPatch;
      readonly hold?: Pick<Hold, 'reason' | 'outcome'>;
      readonly note: string;
    }
  | { readonly kind: 'update-service'; readonly service: string; readonly taskDefinition: string }
  | { readonly kind: 'wait'; readonly service: string; readonly seconds: number; readonly why: string }
  | { readonly kind: 'done'; readonly outcome: 'promoted' | 'rolled-back' | 'held'; readonly reason: string };

export function observe(service: string, what: { tasks?: true; logs?: true } = {}): Step {
  return { kind: 'observe', services: [service], tasks: what.tasks ?? false, logs: what.logs ?? false };
}

export function hold(service: string, reason: string): Step {
  return {
    kind: 'record',
    service,
    patch: { state: 'held', reason },
    hold: { reason: `${service}: ${reason}`, outcome: 'held' },
    note: `held: ${reason}`,
  };
}
