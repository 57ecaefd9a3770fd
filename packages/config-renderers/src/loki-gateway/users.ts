import {
  type Environment,
  LOKI_DEFAULT_TENANT,
  LOKI_OPERATOR,
  LOKI_PROBE,
  LOKI_READER,
  lokiTenant,
  pushingServices,
} from '@loki-adoption/environment';

/** A user of the gateway: `file` says what it may do, `secretArn` where its password is. */
export interface User {
  readonly name: string;
  readonly file: 'pushers' | 'readers' | 'operators';
  readonly secretArn: string;
}

/** All users. The reader pushes too, but only the lines that verification looks for. */
export function gatewayUsers(environment: Environment): User[] {
  const { reader, operator } = environment.loki.access;
  const pushers = pushingServices(environment).flatMap((name): User[] => {
    const secretArn = name === LOKI_PROBE ? reader : environment.services[name]?.lokiPassword;
    if (secretArn === undefined) return [];
    return [{ name: name === LOKI_PROBE ? LOKI_READER : name, file: 'pushers', secretArn }];
  });
  return [
    ...pushers,
    ...(reader === undefined ? [] : [{ name: LOKI_READER, file: 'readers' as const, secretArn: reader }]),
    ...(operator === undefined ? [] : [{ name: LOKI_OPERATOR, file: 'operators' as const, secretArn: operator }]),
  ];
}

/** Each user that pushes, and the tenant that its lines go to. */
export function pushTenants(environment: Environment): [user: string, tenant: string][] {
  return gatewayUsers(environment)
    .filter(({ file }) => file === 'pushers')
    .map(({ name }) => [name, lokiTenant(name === LOKI_READER ? LOKI_PROBE : name)]);
}

/** Tenants that hold lines: services', and that of all tasks, whose lines are there until they expire. */
export function allTenants(environment: Environment): string[] {
  return [LOKI_DEFAULT_TENANT, ...pushingServices(environment).map(lokiTenant)];
}
