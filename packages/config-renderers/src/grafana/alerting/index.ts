import {
  type Environment,
  ecsServiceName,
  isAtLeast,
  logGroup,
  type Service,
  targetVariant,
} from '@loki-adoption/environment';
import type { RenderedFile } from '../../model.ts';
import { collectorValues } from '../../rules/collectors.ts';
import { template } from '../../template.ts';
import { sha256 } from '../../text.ts';
import { ruleGroup } from './rule.ts';
import { sidecarMissing } from './sidecar-missing.ts';
import { stillIngesting } from './still-ingesting.ts';

/** Alert rules that Grafana evaluates itself, for what only CloudWatch knows: one file for each service that moves to Alloy. */
export function cloudwatchAlerts(environment: Environment): RenderedFile[] {
  const { phase } = environment.migration;
  if (!isAtLeast(phase, 'rollout')) return [];
  const content = phase === 'cleanup' ? afterCleanup : during;
  return Object.values(environment.services)
    .filter((service) => targetVariant(environment, service.name) === 'alloy')
    .map((service) => ({ path: `service-${service.name}.yaml`, content: content(valuesOf(environment, service)) }));
}

function valuesOf(environment: Environment, service: Service) {
  return {
    ...collectorValues(environment, service),
    ecs: ecsServiceName(environment, service.name),
    group: logGroup(environment, service.container),
    // Grafana takes at most 40 characters.
    uid: sha256(service.name).slice(0, 16),
  };
}

const during = template(() => ruleGroup([sidecarMissing]));

/** Once `cleanup` has rolled out, the service's log group receives nothing; what still writes there is paid for twice. */
const afterCleanup = template(() => ruleGroup([sidecarMissing, stillIngesting]));
