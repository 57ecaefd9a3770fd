import { describe, expect, it } from 'vitest';
import { diffRendered } from './diff.ts';
import { renderEnvironment } from './render.ts';
import { sample } from './test-environments.ts';

describe('diffRendered', () => {
  it('is empty for equal files in any order', () => {
    const files = renderEnvironment(sample('rollout'));
    expect(diffRendered(files, [...files].reverse())).toBe('');
  });

  it('shows added, removed and changed files in the order of their paths', () => {
    const base = [
      { path: 'b', content: 'one\ntwo\n' },
      { path: 'c', content: 'gone\n' },
    ];
    const head = [
      { path: 'b', content: 'one\n2\n' },
      { path: 'a', content: 'new\n' },
    ];
    expect(diffRendered(base, head)).toBe(
      [
        '--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+new\n',
        '--- a/b\n+++ b/b\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
        '--- a/c\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-gone\n',
      ].join(''),
    );
  });

  it('shows a changed configuration once, in its own file, and by its checksum where it is carried', () => {
    const before = sample('rollout');
    const worker = before.services['worker'];
    if (!worker?.metrics) throw new Error('the sample lost its worker');
    const metrics = { ...worker.metrics, counters: [...worker.metrics.counters, 'restarts'] };
    const after = { ...before, services: { ...before.services, worker: { ...worker, metrics } } };
    const diff = diffRendered(renderEnvironment(before), renderEnvironment(after));
    expect(diff.match(/restarts/g)).toHaveLength(1);
    expect(diff.match(/^\+ .*"value": "[0-9a-f]{64}"/gm)).toHaveLength(1);
    expect(diff.split('\n')).toHaveLength(23);
  });

  it('shows rules and dashboards in their own files alone, and where they are carried that they come and go', () => {
    const before = sample('infrastructure');
    const service = {
      image: 'grafana/grafana:12.1.0',
      capacity: 'ec2' as const,
      adminPasswordSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-AbCdEf',
      environment: {},
      secrets: {},
      notSecret: {},
      clientSecurityGroupIds: [],
    };
    const grafana = { ...before.grafana, service };
    const started = diffRendered(renderEnvironment(before), renderEnvironment({ ...before, grafana }));
    expect(started).toContain('+      "dashboards/loki.json": "(see grafana/provisioning/dashboards/loki.json)",\n');
    expect(started.match(/^--- /gm)).toHaveLength(1);
    expect(started.length).toBeLessThan(2500);

    const changed = { ...before, cost: { ...before.cost, volume: { gigabytesPerMonth: 987 } } };
    const diff = diffRendered(renderEnvironment({ ...before, grafana }), renderEnvironment({ ...changed, grafana }));
    expect(diff).toContain('+++ b/rules/amp/budget.yaml');
    expect(diff).toContain('+++ b/grafana/provisioning/dashboards/cost.json');
    expect(diff).not.toContain('terraform.tfvars.json');
  });

  it('hides what looks like a secret, and shows that it changes or goes', () => {
    const variables = (environment: object, ...more: readonly object[]) => [
      {
        path: 'terraform.tfvars.json',
        content: JSON.stringify({
          services: { a: { variants: { alloy: { container_definitions: JSON.stringify([{ environment: more }]) } } } },
          grafana: { environment },
        }),
      },
    ];
    const before = variables(
      { GF_X_SECRET: 'hunter2hunter2' },
      { name: 'DB_PASSWORD', value: 'hunter2hunter2' },
      { name: 'PORT', value: '1' },
    );
    const after = variables({}, { name: 'DB_PASSWORD', value: 'other-hunter2' }, { name: 'PORT', value: '2' });
    const diff = diffRendered(before, after);
    expect(diff).not.toContain('hunter2');
    expect(diff).toMatch(/^- .*"GF_X_SECRET": "\(hidden 1\)"/m);
    expect(diff).toMatch(/^- .*"value": "\(hidden 1\)"\n\+ .*"value": "\(hidden 2\)"/m);
    expect(diff).toMatch(/^- .*"value": "1"\n\+ .*"value": "2"/m);
  });

  it('falls back to the text of variables that are no JSON', () => {
    const path = 'terraform.tfvars.json';
    expect(diffRendered([{ path, content: 'a\n' }], [{ path, content: 'b\n' }])).toContain('-a\n+b\n');
  });
});
