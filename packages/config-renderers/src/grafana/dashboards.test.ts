import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderEnvironment } from '../render.ts';
import { inPhase, sample } from '../test-environments.ts';
import { type DashboardPanel, dashboards } from '../testing/queries.ts';

const FILES = renderEnvironment(sample('infrastructure'));
const DASHBOARDS = dashboards(FILES);

function contentOf(path: string): string {
  const file = FILES.find((each) => each.path === `grafana/provisioning/${path}`);
  if (!file) throw new Error(`${path} is not rendered`);
  return file.content;
}

describe.each(DASHBOARDS)('%s', (_path, dashboard) => {
  const { panels } = dashboard;

  it('gives each panel an id of its own, a title, a description and a unit', () => {
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
    for (const panel of panels) {
      expect(panel.title, `panel ${panel.id}`).toMatch(/\S/);
      if (panel.type === 'row' || panel.type === 'text') continue;
      expect(panel.description, panel.title).toMatch(/\.$/);
      if (panel.type === 'timeseries') expect(panel.options?.legend?.showLegend, panel.title).toBe(true);
      if (panel.type !== 'logs') expect(panel.fieldConfig?.defaults.unit, panel.title).toMatch(/\S/);
      expect(panel.targets?.length, panel.title).toBeGreaterThan(0);
      expect(new Set(panel.targets?.map((target) => target.refId)).size, panel.title).toBe(panel.targets?.length);
    }
  });

  it('lays its panels out side by side, within the screen, without holes on the left', () => {
    for (const [i, a] of panels.entries()) {
      expect(a.gridPos.x + a.gridPos.w, a.title).toBeLessThanOrEqual(24);
      for (const b of panels.slice(i + 1)) expect(overlap(a, b), `${a.title} / ${b.title}`).toBe(false);
    }
    const rows = Map.groupBy(panels, (panel) => panel.gridPos.y);
    for (const [y, row] of rows)
      expect(
        row.reduce((sum, panel) => sum + panel.gridPos.w, 0),
        `y ${y}`,
      ).toBe(24);
  });

  it('asks only data sources that are provisioned', () => {
    const { datasources } = parse(contentOf('datasources/datasources.yaml')) as {
      datasources: { uid: string; type: string }[];
    };
    const provisioned = new Map(datasources.map(({ uid, type }) => [uid, type]));
    const used = panels.flatMap((panel) => panel.targets ?? []).map((target) => target.datasource);
    for (const { uid, type } of used) expect(provisioned.get(uid), uid).toBe(type);
    for (const { datasource } of dashboard.templating.list)
      if (datasource) expect(provisioned.has(datasource.uid)).toBe(true);
    for (const panel of panels.filter((each) => each.targets)) {
      const sources = new Set(panel.targets?.map((target) => target.datasource.uid));
      expect(panel.datasource?.uid, panel.title).toBe(sources.size > 1 ? '-- Mixed --' : [...sources][0]);
    }
  });

  it('uses only variables that it has', () => {
    const names = dashboard.templating.list.map((variable) => variable.name);
    const used = [...JSON.stringify(dashboard).matchAll(/\$(?!_)([A-Za-z]\w*)/g)].map(([, name = '']) => name);
    expect([...new Set(used)].filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !used.includes(name))).toEqual([]);
  });
});

describe('dashboards', () => {
  it('are the ones that the environment asks for', () => {
    expect(DASHBOARDS.map(([path]) => path.replace(/.*\//, '')).sort()).toEqual([
      'cost.json',
      'logs.json',
      'loki.json',
      'migration.json',
      'sidecars.json',
    ]);
    const environment = sample('infrastructure');
    const some = renderEnvironment({ ...environment, grafana: { enabled: true, dashboards: ['logs'] } });
    expect(dashboards(some).map(([, { uid }]) => uid)).toEqual(['loki-adoption-logs']);
    expect(dashboards(renderEnvironment(inPhase(environment, 'baseline')))).toEqual([]);
  });

  it('differ between environments in constants only', () => {
    const environment = sample('infrastructure');
    const other = renderEnvironment({
      ...environment,
      cluster: 'other',
      cost: { ...environment.cost, volume: { gigabytesPerMonth: 7 } },
    });
    for (const [path, dashboard] of DASHBOARDS) {
      const theirs = dashboards(other).find(([each]) => each === path)?.[1];
      expect({ ...theirs, templating: undefined }).toEqual({ ...dashboard, templating: undefined });
      const changed = dashboard.templating.list.filter(
        (variable, i) => JSON.stringify(variable) !== JSON.stringify(theirs?.templating.list[i]),
      );
      expect(changed.length, path).toBeGreaterThan(0);
      for (const variable of changed) expect(variable.type).toBe('constant');
    }
  });

  it('are where the provider looks for them', () => {
    expect(parse(contentOf('dashboards/dashboards.yaml'))).toMatchObject({
      providers: [{ type: 'file', options: { path: '/etc/grafana/provisioning/dashboards' } }],
    });
  });
});

function overlap(a: DashboardPanel, b: DashboardPanel): boolean {
  const [p, q] = [a.gridPos, b.gridPos];
  return p.x < q.x + q.w && q.x < p.x + p.w && p.y < q.y + q.h && q.y < p.y + p.h;
}
