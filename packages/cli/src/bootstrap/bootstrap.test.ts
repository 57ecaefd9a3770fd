import { join } from 'node:path';
import { loadEnvironment, lokiBucket } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { explain, variableSteps } from './explain.ts';
import { bootstrapVariables, parseRepository } from './variables.ts';

const loaded = loadEnvironment('dev', { root: join(import.meta.dirname, '../../../../environments') });
if (!loaded.ok) throw new Error('environments/dev is broken');
const { environment } = loaded;
const repository = { owner: 'acme', name: 'platform' };
const choices = { repository, existingOidcProvider: false, workloadActions: [] };
const ids = (createdAt: string) => ({ id: '22', ownerId: '11', createdAt });

describe('the subject of tokens', () => {
  it.each([
    ['2026-07-14T23:59:59Z', 'legacy'],
    ['2026-07-15T00:00:00Z', 'immutable'],
  ])('of a repository made at %s is %s', (createdAt, subject) => {
    const made = bootstrapVariables(environment, { ...choices, repository: { ...repository, ids: ids(createdAt) } });
    expect(made).toMatchObject({ github_subject: subject, github: { owner_id: '11', repository_id: '22' } });
  });

  it('is legacy where GitHub was not asked, and never immutable then', () => {
    expect(bootstrapVariables(environment, choices).github_subject).toBe('legacy');
    expect(() => bootstrapVariables(environment, { ...choices, subject: 'immutable' })).toThrow('set GITHUB_TOKEN');
  });

  it('is what the user says of a repository that was renamed or transferred', () => {
    const old = { ...repository, ids: ids('2020-01-01T00:00:00Z') };
    const made = bootstrapVariables(environment, { ...choices, repository: old, subject: 'immutable' });
    expect(made.github_subject).toBe('immutable');
  });
});

it('the roles are for what the stack of this environment calls its own', () => {
  const variables = bootstrapVariables(environment, choices);
  expect(variables).toMatchObject({
    loki_bucket: lokiBucket(environment),
    // Two more than Loki keeps them.
    loki_chunk_days: 9,
    s3_vpc_endpoint_id: environment.network.s3VpcEndpointId,
    log_group_prefix: `/ecs/${environment.cluster}/`,
    loki_file_system_id: null,
    grafana_role_name: null,
  });
  expect(variables.role_names).toContain('temporal-dev-temporal-worker-task');
  expect(variables.log_groups).toMatchObject({ '/ecs/temporal-dev/temporal-worker': 7, '/ecs/temporal-dev/loki': 7 });
});

it('a file system of Loki and the role of a Grafana that exists are named', () => {
  const { loki, grafana } = environment;
  const storage = { ...loki.storage, fileSystemId: 'fs-0abc1234' };
  const existing = { roleName: 'grafana', securityGroupIds: ['sg-0abc'] };
  const other = { ...environment, loki: { ...loki, storage }, grafana: { ...grafana, existing } };
  const variables = bootstrapVariables(other, choices);
  expect(variables).toMatchObject({ loki_file_system_id: 'fs-0abc1234', grafana_role_name: 'grafana' });
  expect(explain(variables, [], 'hand')).toContain('The role grafana of your Grafana may query the metrics.');
});

it.each([
  ['acme/platform', 'acme', 'platform'],
  ['https://github.com/acme/platform.git', 'acme', 'platform'],
  ['git@github.com:acme/plat.form.git', 'acme', 'plat.form'],
  ['ssh://git@ghe.example/acme/platform/', 'acme', 'platform'],
])('%s is %s/%s', (text, owner, name) => {
  expect(parseRepository(text)).toEqual({ owner, name });
});

it('a text that names no repository is refused', () => {
  expect(() => parseRepository('platform')).toThrow('expected OWNER/NAME');
});

it('says before it starts what will be there, and whom it trusts', () => {
  const text = explain(bootstrapVariables(environment, choices), ['ann'], 'this run');
  expect(text).toContain('in account 111122223333 (eu-west-1)');
  expect(text).toContain('temporal-dev-state-111122223333');
  expect(text).toContain('Jobs of acme/platform in the GitHub environment\n   dev-plan');
  expect(text).toContain('required reviewers ann');
  expect(text).toContain('below the IAM path /temporal-dev/');
  expect(text).toMatch(/Of secrets and parameters that is\n {3}temporal-dev\/…/);
  expect(text).toMatch(
    /Days that log groups keep their lines: 7 \(\d+ groups\)\. Groups that somebody else made keep theirs\./,
  );
  expect(text).toMatch(/Loki's bucket temporal-dev-loki-logs-111122223333, .* chunks expire after 9 days/);
  // GitHub comes before AWS.
  expect(text.indexOf('First on GitHub')).toBeLessThan(text.indexOf('Then in AWS'));
});

it('says that nothing is made while nobody protects GitHub', () => {
  const variables = bootstrapVariables(environment, { ...choices, existingOidcProvider: true });
  expect(explain(variables, [], 'nobody')).toMatch(/GITHUB_TOKEN is not set[\s\S]*makes nothing/);
  expect(explain(variables, [], 'hand')).toContain('--github-by-hand says that it does');
});

it('the variables that are left to set by hand are a list that can be followed', () => {
  const variables = { dev: { AWS_APPLY_ROLE_ARN: 'arn:a' }, 'dev-plan': { AWS_PLAN_ROLE_ARN: 'arn:p' } };
  expect(variableSteps('https://github.com/acme/platform', variables)).toBe(
    [
      'On https://github.com/acme/platform/settings/environments, Environment variables:',
      '',
      '- Environment dev',
      '    AWS_APPLY_ROLE_ARN=arn:a',
      '',
      '- Environment dev-plan',
      '    AWS_PLAN_ROLE_ARN=arn:p',
    ].join('\n'),
  );
});
