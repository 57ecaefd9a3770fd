import { join } from 'node:path';
import { loadEnvironment } from '@loki-adoption/environment';
import { expect, it } from 'vitest';
import { givenSecrets, roleNames } from './stack-roles.ts';

const loaded = loadEnvironment('dev', { root: join(import.meta.dirname, '../../../../environments') });
if (!loaded.ok) throw new Error('environments/dev is broken');
const { environment } = loaded;

it("names the roles of every service, Loki's volume and Grafana, whether they exist in this phase or not", () => {
  const names = roleNames(environment);
  expect(names).toEqual([...names].sort());
  expect(names).toHaveLength(2 * Object.keys(environment.services).length + 5);
  expect(names).toEqual(
    expect.arrayContaining([
      'temporal-dev-grafana-execution',
      'temporal-dev-grafana-task',
      'temporal-dev-loki-volume',
      'temporal-dev-temporal-worker-task',
    ]),
  );
});

it('what tasks are given is named without keys, once', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-abcdef';
  const arnOf = (name: string) => secret.replace('db', name);
  const parameter = 'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/key';
  const { worker } = environment.services;
  if (worker === undefined) throw new Error('dev has no worker');
  const secrets = { USER: `${secret}:user::`, PASSWORD: `${secret}:password::`, KEY: parameter };
  const service = {
    image: 'x:1',
    capacity: 'ec2' as const,
    adminPasswordSecretArn: arnOf('admin'),
    environment: {},
    secrets: { GF_X: `${arnOf('sso')}:key::` },
    notSecret: {},
    clientSecurityGroupIds: [],
  };
  const loki = {
    ...environment.loki,
    access: { ...environment.loki.access, reader: arnOf('reader'), operator: arnOf('operator') },
  };
  const services = { worker: { ...worker, secrets, lokiPassword: arnOf('push') } };
  expect(givenSecrets({ ...environment, loki, services, grafana: { ...environment.grafana, service } })).toEqual({
    secrets: [arnOf('admin'), secret, arnOf('operator'), arnOf('push'), arnOf('reader'), arnOf('sso')],
    parameters: [parameter],
  });
});
