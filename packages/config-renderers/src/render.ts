import { type Environment, isAtLeast } from '@loki-adoption/environment';
import { grafanaFiles } from './grafana/files.ts';
import { lokiContainerDefinitions } from './loki/container-definitions.ts';
import { lokiFiles } from './loki/files.ts';
import { lokiMetricsConfig } from './loki-metrics/config.ts';
import type { RenderedFile } from './model.ts';
import { alertRules } from './rules/index.ts';
import { renderService } from './task-definition/service.ts';
import { terraformVariables } from './terraform/variables.ts';
import { canonicalJson, compareText } from './text.ts';

/**
 * The whole rendered configuration of an environment, sorted by path. Equal environments give equal bytes: LF, a newline
 * at the end, no times. `UserError` for what a valid environment can still ask too much of: a task definition beyond
 * 64 KiB, a counter that is no metric name.
 */
export function renderEnvironment(environment: Environment): RenderedFile[] {
  const services = Object.values(environment.services).map((service) => renderService(environment, service));
  const loki = isAtLeast(environment.migration.phase, 'infrastructure') ? lokiFiles(environment) : undefined;
  const lokiContainers = loki === undefined ? undefined : lokiContainerDefinitions(environment, loki);
  const rules = alertRules(environment);
  const grafana = environment.grafana.enabled ? grafanaFiles(environment) : [];
  const variables = terraformVariables(environment, { services, lokiContainers, grafana, rules });
  const files = services.flatMap((service) => service.files);
  files.push({ path: 'terraform.tfvars.json', content: `${canonicalJson(variables, 2)}\n` });
  if (loki !== undefined) {
    files.push({ path: 'loki/config.yaml', content: loki.config });
    files.push({ path: 'loki/gateway.conf', content: loki.gateway });
    if (loki.tenants !== undefined) files.push({ path: 'loki/tenants.yaml', content: loki.tenants });
    files.push({ path: 'loki/metrics.alloy', content: lokiMetricsConfig() });
  }
  files.push(...rules, ...grafana);
  return files.sort((a, b) => compareText(a.path, b.path));
}
