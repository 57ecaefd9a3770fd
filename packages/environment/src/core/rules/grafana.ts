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
  const { environment = {}, secrets = {} } = grafana?.service ?? {};
  const message = 'comes from grafana.service.adminPasswordSecretArn: take it out, and change a password that was here';
  return [
    ...(environment[PASSWORD] === undefined ? [] : [error(['grafana', 'service', 'environment', PASSWORD], message)]),
    ...Object.keys(secrets)
      .filter((name) => name === PASSWORD || name === 'LOKI_PASSWORD')
      .map((name) => error(['grafana', 'service', 'secrets', name], 'is set by what is rendered: take it out')),
    ...Object.keys(secrets)
      .filter((name) => environment[name] !== undefined)
      .map((name) =>
        error(['grafana', 'service', 'secrets', name], 'is set in environment as well: take one of both out'),
      ),
  ];
}

const MAY_CHANGE = /^(admin|editor|grafanaadmin)$/i;

/** Whoever reaches Grafana without a password, or signs in for the first time, reads; only a named person changes things. */
export function grafanaLetsNobodyIn({ grafana }: Draft): Finding[] {
  const values = grafana?.service?.environment ?? {};
  const path = (name: string) => ['grafana', 'service', 'environment', name];
  const role = 'GF_AUTH_ANONYMOUS_ORG_ROLE';
  const assigned = 'GF_USERS_AUTO_ASSIGN_ORG_ROLE';
  const enabled = 'GF_AUTH_ANONYMOUS_ENABLED';
  const isAnonymous = /^(true|1|t)$/i.test(values[enabled] ?? '');
  const findings = [role, assigned, enabled]
    .filter((name) => grafana?.service?.secrets?.[name] !== undefined)
    .map((name) =>
      error(
        ['grafana', 'service', 'secrets', name],
        'decides who may change Grafana: set it in environment, in the open',
      ),
    );
  if (isAnonymous && MAY_CHANGE.test(values[role] ?? ''))
    findings.push(
      error(path(role), 'lets everybody change Grafana without a password: Viewer, or take anonymous access out'),
    );
  if (/^(admin|grafanaadmin)$/i.test(values[assigned] ?? ''))
    findings.push(error(path(assigned), 'makes everybody who signs in an administrator: Viewer or Editor'));
  return findings;
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
