import {
  copiesOf,
  type Environment,
  isAtLeast,
  type Service,
  streamLimit,
  targetVariant,
} from '@loki-adoption/environment';
import type { RenderedFile } from '../model.ts';
import { budgetRules } from './budget.ts';
import { collectorValues } from './collectors.ts';
import { errorRules } from './errors.ts';
import { lokiRules } from './loki.ts';
import { noLogsRules, sidecarMissingRules } from './service.ts';
import { sidecarRules } from './sidecars.ts';

/**
 * Alert rules of an environment: `rules/amp/**` for Amazon Managed Prometheus, `rules/loki/**` for Loki's ruler. What is said
 * of one service is in a file of its own, so that a new service changes no other file.
 */
export function alertRules(environment: Environment): RenderedFile[] {
  if (!isAtLeast(environment.migration.phase, 'infrastructure')) return [];
  const values = valuesOf(environment);
  return [
    { path: 'rules/amp/budget.yaml', content: budgetRules(values) },
    { path: 'rules/amp/loki.yaml', content: lokiRules(values) },
    { path: 'rules/amp/sidecars.yaml', content: sidecarRules(values) },
    { path: 'rules/loki/errors.yaml', content: errorRules(values) },
    ...Object.values(environment.services).flatMap((service) => serviceRules(environment, service)),
  ];
}

function valuesOf(environment: Environment) {
  const { loki, alloy, cost } = environment;
  return {
    cluster: environment.cluster,
    replicas: loki.replicas,
    megabytesPerSecond: loki.ingest.megabytesPerSecond,
    // Each stream is on as many replicas as there are copies, and each replica takes its part of the limit.
    streams: Math.floor((streamLimit(environment) * copiesOf(loki)) / loki.replicas),
    gigabytes: cost.volume.gigabytesPerMonth,
    budget: `${alloy.outageBudget} s`,
    firstLook: `${Math.ceil(alloy.outageBudget / 4)}s`,
    halfUsed: `${Math.ceil(alloy.outageBudget / 2)}s`,
  };
}

/** A service that nobody means to run, or that keeps ADOT, has no sidecar to miss. */
function serviceRules(environment: Environment, service: Service): RenderedFile[] {
  if (service.desiredCount === 0 || targetVariant(environment, service.name) !== 'alloy') return [];
  const values = collectorValues(environment, service);
  const file = `service-${service.name}.yaml`;
  const missing = { path: `rules/amp/${file}`, content: sidecarMissingRules(values) };
  // In rollout a service may still be on ADOT, of which Loki knows nothing.
  if (!isAtLeast(environment.migration.phase, 'validation')) return [missing];
  return [missing, { path: `rules/loki/${file}`, content: noLogsRules(values) }];
}
