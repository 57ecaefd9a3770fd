import { type Draft, error, type Finding } from './draft.ts';

/** Name of Grafana's task family and log group, behind that of the cluster. */
const CONTAINER = 'grafana';
const PASSWORD = 'GF_SECURITY_ADMIN_PASSWORD';

/** Either a Grafana is started or one is let in. */
export function grafanaIsOne({ grafana }: Draft): Finding[] {
  if (!grafana?.service || !grafana.existing) return [];
  const message = 'excludes grafana.service, which starts another Grafana: take one of both out';
  return [error(['grafana', 'existing'], message)];
}

/** A Grafana without the rendered files would have nothing to show. */
export function grafanaNeedsFiles({ grafana }: Draft): Finding[] {
  if (!grafana || grafana.enabled) return [];
  return (['service', 'existing'] as const)
    .filter((kind) => grafana[kind])
    .map((kind) => error(['grafana', 'enabled'], `has to be true for grafana.${kind}, which shows what is rendered`));
}

/** ECS takes a variable as text or as a secret, not as both; and what is here anybody may read. */
export function grafanaPasswordIsSecret({ grafana }: Draft): Finding[] {
  if (grafana?.service?.environment[PASSWORD] === undefined) return [];
  const message = 'comes from grafana.service.adminPasswordSecretArn: take it out, and change a password that was here';
  return [error(['grafana', 'service', 'environment', PASSWORD], message)];
}

/** A service of the same name would have the same task family and log group. */
export function grafanaHasItsName({ grafana, services }: Draft): Finding[] {
  if (!grafana?.service) return [];
  return [...services]
    .filter(([, { container }]) => container === CONTAINER)
    .map(([name]) =>
      error(
        ['services', name, 'container'],
        `${CONTAINER} is the name of grafana.service: choose another, or let yours in with grafana.existing`,
      ),
    );
}
