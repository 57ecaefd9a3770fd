import { expect, it } from 'vitest';
import { sample } from '../test-environments.ts';
import { logGroupRetention, logGroupsToOverwrite } from './log-groups.ts';

it.each([
  [7, 7],
  [8, 14],
  [3650, 3653],
])('keeps CloudWatch logs of a %s-day retention for a period that AWS offers: %s', (retentionDays, expected) => {
  const environment = sample('rollout');
  const groups = logGroupRetention({ ...environment, loki: { ...environment.loki, retentionDays } });
  expect(groups).toMatchObject({ '/ecs/temporal-dev/temporal-ui': expected, '/ecs/temporal-dev/loki': 7 });
  expect(Object.keys(groups)).not.toContain('/ecs/temporal-dev/grafana');
});

it('keeps them for as long as desired state says, in groups that were there before too', () => {
  const environment = sample('rollout');
  expect(logGroupsToOverwrite(environment)).toEqual([]);
  const said = { ...environment, cloudWatch: { retentionDays: 3 as const } };
  expect(logGroupRetention(said)).toMatchObject({ '/ecs/temporal-dev/temporal-ui': 3, '/ecs/temporal-dev/loki': 7 });
  expect(logGroupsToOverwrite(said)).toContain('/ecs/temporal-dev/temporal-ui');
  expect(logGroupsToOverwrite(said)).not.toContain('/ecs/temporal-dev/loki');
});

it("has Grafana's group where there is one of its own", () => {
  const environment = sample('rollout');
  const service = {
    image: 'x:1',
    capacity: 'ec2' as const,
    adminPasswordSecretArn: 'arn',
    environment: {},
    secrets: {},
    notSecret: {},
    clientSecurityGroupIds: [],
  };
  const groups = logGroupRetention({ ...environment, grafana: { ...environment.grafana, service } });
  expect(groups['/ecs/temporal-dev/grafana']).toBe(7);
});
