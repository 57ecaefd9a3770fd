import { type Environment, PHASES } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderEnvironment } from './render.ts';
import { inPhase, realEnvironments, replicated, sample } from './test-environments.ts';

const ALL: [name: string, environment: Environment][] = [
  ...realEnvironments(),
  sample('baseline'),
  replicated('baseline'),
].flatMap((environment, i) =>
  PHASES.map((phase): [string, Environment] => [`${environment.name} (${i}) in ${phase}`, inPhase(environment, phase)]),
);

const VIEWING = [
  "${PROP('Dim.LogGroupName')}",
  '${__field.labels.service_name}',
  '${__url_time_range}',
  '${__value.raw}',
];

describe('renderEnvironment', () => {
  it.each(ALL)('gives %s sorted, unique paths and clean text', (_name, environment) => {
    const files = renderEnvironment(environment);
    const paths = files.map((file) => file.path);
    expect(paths).toEqual([...new Set(paths)].sort());
    for (const { path, content } of files) {
      expect(content, path).toMatch(/[^\n]\n$/);
      expect(content, path).not.toMatch(/\r|[ \t]\n/);
      if (path.endsWith('.yaml')) expect(parse(content), path).toBeTypeOf('object');
    }
  });

  it.each(ALL)('leaves nothing to be filled in for %s', (_name, environment) => {
    for (const { path, content } of renderEnvironment(environment)) {
      const open = new Set(content.match(/\$\{[^}]*\}/g) ?? []);
      // What Grafana and CloudWatch fill in while a dashboard is looked at.
      const viewing = path.startsWith('grafana/') ? VIEWING : [];
      const groups = path.endsWith('.alloy') || path.endsWith('.json') ? ['${0}', '${1}', '${2}', '${3}', '${4}'] : [];
      expect(
        [...open].filter((text) => !groups.includes(text) && !viewing.includes(text)),
        path,
      ).toEqual([]);
    }
  });

  it('creates Loki from the infrastructure phase on, Alloy with it, and drops ADOT in cleanup', () => {
    const folders = PHASES.map((phase) => [
      phase,
      [...new Set(renderEnvironment(sample(phase)).map((file) => file.path.split('/')[0]))],
    ]);
    expect(Object.fromEntries(folders)).toEqual({
      baseline: ['adot', 'grafana', 'terraform.tfvars.json'],
      infrastructure: ['adot', 'alloy', 'grafana', 'loki', 'rules', 'terraform.tfvars.json'],
      rollout: ['adot', 'alloy', 'grafana', 'loki', 'rules', 'terraform.tfvars.json'],
      validation: ['adot', 'alloy', 'grafana', 'loki', 'rules', 'terraform.tfvars.json'],
      cleanup: ['alloy', 'grafana', 'loki', 'rules', 'terraform.tfvars.json'],
    });
  });

  it('leaves Grafana out where it is off', () => {
    const files = renderEnvironment({
      ...sample('rollout'),
      grafana: { ...sample('rollout').grafana, enabled: false },
    });
    expect(files.filter((file) => file.path.startsWith('grafana/'))).toEqual([]);
  });
});
