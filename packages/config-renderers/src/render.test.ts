import { type Environment, PHASES } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { RenderedFile } from './model.ts';
import { renderEnvironment } from './render.ts';
import { inPhase, realEnvironments, replicated, sample } from './test-environments.ts';

const ALL: [name: string, environment: Environment][] = [
  ...realEnvironments(),
  sample('baseline'),
  replicated('baseline'),
].flatMap((environment, i) =>
  PHASES.map((phase): [string, Environment] => [`${environment.name} (${i}) in ${phase}`, inPhase(environment, phase)]),
);

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
      const groups = path.endsWith('.alloy') || path.endsWith('.json') ? ['${0}', '${1}', '${2}', '${3}', '${4}'] : [];
      expect(
        [...open].filter((text) => !groups.includes(text)),
        path,
      ).toEqual([]);
    }
  });

  it.each(ALL)('gives the same bytes for %s however its keys are ordered', (_name, environment) => {
    expect(renderEnvironment(reversed(environment))).toEqual(renderEnvironment(environment));
  });

  it('creates Loki from the infrastructure phase on, Alloy with it, and drops ADOT in cleanup', () => {
    const folders = PHASES.map((phase) => [
      phase,
      [...new Set(renderEnvironment(sample(phase)).map((file) => file.path.split('/')[0]))],
    ]);
    expect(Object.fromEntries(folders)).toEqual({
      baseline: ['adot', 'grafana', 'terraform.tfvars.json'],
      infrastructure: ['adot', 'alloy', 'grafana', 'loki', 'terraform.tfvars.json'],
      rollout: ['adot', 'alloy', 'grafana', 'loki', 'terraform.tfvars.json'],
      validation: ['adot', 'alloy', 'grafana', 'loki', 'terraform.tfvars.json'],
      cleanup: ['alloy', 'grafana', 'loki', 'terraform.tfvars.json'],
    });
  });

  it('changes only the files of a service that is added, and the variables', () => {
    const before = sample('rollout');
    const worker = before.services['worker'];
    if (!worker) throw new Error('the sample lost its worker');
    const added = { ...worker, name: 'second', container: 'temporal-second' };
    const after = { ...before, services: { ...before.services, second: added } };
    const changed = changedPaths(renderEnvironment(before), renderEnvironment(after));
    expect(changed).toEqual(['adot/second.yaml', 'alloy/second.alloy', 'terraform.tfvars.json']);
  });

  it('leaves Grafana out where it is off', () => {
    const files = renderEnvironment({
      ...sample('rollout'),
      grafana: { ...sample('rollout').grafana, enabled: false },
    });
    expect(files.filter((file) => file.path.startsWith('grafana/'))).toEqual([]);
  });
});

function changedPaths(before: readonly RenderedFile[], after: readonly RenderedFile[]): string[] {
  const texts = new Map(before.map((file) => [file.path, file.content]));
  return after.filter((file) => texts.get(file.path) !== file.content).map((file) => file.path);
}

/** The same data with every object's keys the other way round. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, of]) => [key, reversed(of)]));
}
