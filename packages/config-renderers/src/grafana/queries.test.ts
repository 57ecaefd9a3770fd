import { describe, expect, it } from 'vitest';
import { renderEnvironment } from '../render.ts';
import { sample } from '../test-environments.ts';
import { parseQuery, queriesOf } from '../testing/queries.ts';
import { KEPT_METRICS, labelsOf, STREAM_LABELS } from '../testing/series.ts';

const QUERIES = queriesOf(renderEnvironment(sample('cleanup')));

describe('queries of dashboards and alert rules', () => {
  it('are found in every place that has some', () => {
    const inFile = (part: string) => QUERIES.filter(({ where }) => where.includes(part)).length;
    expect(['logs.json', 'migration.json', 'loki.json', 'sidecars.json', 'cost.json'].map(inFile)).toEqual(
      [8, 8, 24, 22, 3].map((atLeast) => expect.toSatisfy((count: number) => count >= atLeast)),
    );
    expect(
      ['rules/amp/sidecars', 'rules/amp/loki', 'rules/loki/errors', 'rules/loki/service-worker'].map(inFile),
    ).not.toContain(0);
  });

  it.each(QUERIES)('$where parses', (query) => {
    expect(parseQuery(query).errors).toEqual([]);
  });

  it.each(QUERIES.filter(({ language }) => language === 'logql'))(
    '$where uses labels that the sidecars give',
    (query) => {
      const { selectors, groupings } = parseQuery(query);
      const used = [...selectors.flatMap(({ labels }) => labels), ...groupings];
      expect(selectors.length).toBeGreaterThan(0);
      expect(used.filter((label) => !STREAM_LABELS.includes(label))).toEqual([]);
    },
  );

  it.each(QUERIES.filter(({ language }) => language === 'promql'))('$where uses series that are kept', (query) => {
    const { selectors, groupings } = parseQuery(query);
    expect(selectors.length).toBeGreaterThan(0);
    expect(selectors.map(({ metric }) => metric).filter((metric) => !KEPT_METRICS.includes(metric))).toEqual([]);
    for (const { metric, labels } of selectors) {
      expect(
        labels.filter((label) => !labelsOf(metric).includes(label)),
        metric,
      ).toEqual([]);
      // A workspace can serve several clusters.
      expect(
        labels.some((label) => /^(cluster|aws_ecs_cluster_arn)$/.test(label)),
        metric,
      ).toBe(true);
    }
    const known = selectors.flatMap(({ metric }) => labelsOf(metric));
    expect(groupings.filter((label) => !known.includes(label))).toEqual([]);
  });

  it('are judged by a grammar that finds mistakes', () => {
    expect(parseQuery({ language: 'promql', expr: 'sum by (a (up)' }).errors).not.toEqual([]);
    expect(parseQuery({ language: 'logql', expr: '{a="b"} | json | = 3' }).errors).not.toEqual([]);
    expect(parseQuery({ language: 'promql', expr: 'sum by (x) (rate(nope{y="1"}[5m]))' })).toEqual({
      errors: [],
      selectors: [{ metric: 'nope', labels: ['y'] }],
      groupings: ['x'],
    });
  });
});
