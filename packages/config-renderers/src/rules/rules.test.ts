import { describe, expect, it } from 'vitest';
import { renderEnvironment } from '../render.ts';
import { sample } from '../test-environments.ts';
import { ruleFiles } from '../testing/queries.ts';

const FILES = ruleFiles(renderEnvironment(sample('cleanup')));
const RULES = FILES.flatMap(([path, { groups }]) =>
  groups.flatMap(({ rules }) => rules.map((rule) => ({ path, ...rule }))),
);

function ruleOf(alert: string, files = FILES) {
  const found = files
    .flatMap(([, { groups }]) => groups.flatMap(({ rules }) => rules))
    .find((rule) => rule.alert === alert);
  if (!found) throw new Error(`${alert} is not rendered`);
  return found;
}

describe('alert rules', () => {
  it('have one group in each file, named as the file', () => {
    for (const [path, { groups }] of FILES) {
      expect(groups.map(({ name }) => `${path.replace(/[^/]+$/, '')}${name}.yaml`)).toEqual([path]);
    }
  });

  it.each(RULES)('$alert ($path) says how bad it is, since when, what it means and where to read on', (rule) => {
    expect(rule.for).toMatch(/^[0-9]+[smh]$/);
    expect(rule.labels['severity']).toMatch(/^(critical|warning|info)$/);
    expect(rule.labels['cluster']).toBe('temporal-dev');
    expect(rule.annotations['summary']).toMatch(/^.{10,100}$/);
    expect(rule.annotations['description']).toMatch(/^.{30,}\.$/);
    expect(rule.annotations['runbook']).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
    expect(JSON.stringify(rule)).not.toMatch(/@\w+@|undefined|NaN/);
  });

  it.each(RULES)('$alert ($path) shows only labels that its result has', (rule) => {
    const used = [...JSON.stringify(rule.annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
    for (const label of used) expect(rule.expr).toMatch(new RegExp(`by \\([\\w, ]*\\b${label}\\b`));
  });

  it('look at delivery sooner where the outage budget is smaller', () => {
    const environment = sample('infrastructure');
    const files = ruleFiles(renderEnvironment({ ...environment, alloy: { ...environment.alloy, outageBudget: 301 } }));
    expect([ruleOf('SidecarCannotReachLoki').for, ruleOf('SidecarOutageBudgetHalfUsed').for]).toEqual(['225s', '450s']);
    expect([ruleOf('SidecarCannotReachLoki', files).for, ruleOf('SidecarOutageBudgetHalfUsed', files).for]).toEqual([
      '76s',
      '151s',
    ]);
  });

  it('miss the sidecars of services that are meant to run Alloy, and their logs once all have moved', () => {
    const ofServices = (phase: Parameters<typeof sample>[0]) =>
      renderEnvironment(sample(phase))
        .map(({ path }) => path)
        .filter((path) => /service-\w+\.yaml$/.test(path));
    expect(ofServices('baseline')).toEqual([]);
    expect(ofServices('infrastructure')).toEqual([]);
    const missing = ['rules/amp/service-frontend.yaml', 'rules/amp/service-worker.yaml'];
    const silent = ['rules/loki/service-frontend.yaml', 'rules/loki/service-worker.yaml'];
    const grafana = ['frontend', 'worker'].map((name) => `grafana/provisioning/alerting/service-${name}.yaml`);
    expect(ofServices('rollout')).toEqual([...grafana, ...missing]);
    for (const phase of ['validation', 'cleanup'] as const) {
      expect(ofServices(phase)).toEqual([...grafana, ...missing, ...silent]);
    }
  });

  it('leave out a service that is scaled to nothing', () => {
    const environment = sample('validation');
    const services = Object.fromEntries(
      Object.entries(environment.services).map(([name, service]) => [name, { ...service, desiredCount: 0 }]),
    );
    const paths = renderEnvironment({ ...environment, services }).map(({ path }) => path);
    expect(paths.filter((path) => /^rules\/.*service-/.test(path))).toEqual([]);
  });
});
