/** What a phase of the migration means to somebody who sees it for the first time, in the order of the phases. */
const PHASES: ReadonlyMap<string, string> = new Map([
  ['baseline', 'CloudWatch and ADOT sidecars, as before'],
  ['infrastructure', 'Loki runs, services stay on ADOT'],
  ['rollout', 'services move to Alloy wave by wave, CloudWatch still receives'],
  ['validation', 'nothing new, logs and metrics are checked'],
  ['cleanup', 'CloudWatch delivery and ADOT go, log groups stay'],
]);

/** Empty for a phase of somebody else's. */
export function meaningOf(phase: string): string {
  return PHASES.get(phase) ?? '';
}

export function isBack(from: string | undefined, to: string | undefined): boolean {
  const order = [...PHASES.keys()];
  return order.indexOf(to ?? '') >= 0 && order.indexOf(to ?? '') < order.indexOf(from ?? '');
}
