import { type Markdown, md } from './escape.ts';

/** What a phase of the migration means to somebody who sees it for the first time, in the order of the phases. */
const PHASES: ReadonlyMap<string, Markdown> = new Map([
  ['baseline', md`CloudWatch and ADOT sidecars, as before`],
  ['infrastructure', md`Loki runs, services stay on ADOT`],
  ['rollout', md`services move to Alloy wave by wave, CloudWatch still receives`],
  ['validation', md`nothing new, logs and metrics are checked`],
  ['cleanup', md`CloudWatch delivery and ADOT go, log groups stay`],
]);

/** `undefined` for a phase of somebody else's. */
export function meaningOf(phase: string): Markdown | undefined {
  return PHASES.get(phase);
}

export function isBack(from: string | undefined, to: string | undefined): boolean {
  const order = [...PHASES.keys()];
  return order.indexOf(to ?? '') >= 0 && order.indexOf(to ?? '') < order.indexOf(from ?? '');
}
