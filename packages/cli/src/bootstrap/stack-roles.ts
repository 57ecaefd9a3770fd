import {
  type Environment,
  ecsServiceName,
  grafanaServiceName,
  lokiServiceName,
  rolesOfFamily,
} from '@loki-adoption/environment';

/** Names of all roles that terraform/stack makes in any phase, sorted. */
export function roleNames(environment: Environment): string[] {
  const families = Object.keys(environment.services).map((name) => ecsServiceName(environment, name));
  const others = [lokiServiceName(environment), grafanaServiceName(environment)];
  const roles = [...families, ...others].flatMap(rolesOfFamily);
  return [...roles, `${lokiServiceName(environment)}-volume`].sort();
}

/** ARNs of what the environment gives to its tasks, without the key that may stand behind a secret's. */
export function givenSecrets({ services, grafana, loki }: Environment): { secrets: string[]; parameters: string[] } {
  const named = Object.values(services).flatMap(({ secrets, lokiPassword }) => [
    ...Object.values(secrets),
    ...(lokiPassword === undefined ? [] : [lokiPassword]),
  ]);
  const { reader, operator } = loki.access;
  const ofGrafana =
    grafana.service === undefined
      ? []
      : [grafana.service.adminPasswordSecretArn, ...Object.values(grafana.service.secrets)];
  const all = [...named, ...ofGrafana, ...[reader, operator].filter((arn) => arn !== undefined)];
  const ofService = (service: string) => all.filter((arn) => arn.split(':')[2] === service);
  return {
    secrets: unique(ofService('secretsmanager').map((arn) => arn.split(':').slice(0, SECRET_SEGMENTS).join(':'))),
    parameters: unique(ofService('ssm')),
  };
}

/** `arn:aws:secretsmanager:region:account:secret:name`; what follows is `:json-key:version-stage:version-id`. */
const SECRET_SEGMENTS = 7;

const unique = (arns: readonly string[]) => [...new Set(arns)].sort();
