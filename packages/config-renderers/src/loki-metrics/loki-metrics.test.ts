import { describe, expect, it } from 'vitest';
import { lokiContainerDefinitions } from '../loki/container-definitions.ts';
import type { ContainerDefinition } from '../task-definition/model.ts';
import { LOKI_FILES, sample } from '../test-environments.ts';
import { lokiMetricsConfig } from './config.ts';
import { LOKI_METRICS, LOKI_METRICS_OF_RING, LOKI_METRICS_OF_ROUTE } from './kept.ts';

describe("the collector of Loki's metrics", () => {
  const containers = JSON.parse(
    lokiContainerDefinitions(sample('infrastructure'), LOKI_FILES),
  ) as ContainerDefinition[];
  const collector = containers.find((each) => each.name === 'loki-metrics');

  it("runs in Loki's task, and Loki doesn't depend on it", () => {
    expect(collector).toMatchObject({ essential: false, restartPolicy: { enabled: true } });
    for (const { dependsOn = [] } of containers) {
      expect(dependsOn.map((each) => each.containerName)).not.toContain('loki-metrics');
    }
  });

  it('has every variable that its configuration reads, but the one that ECS sets', () => {
    const read = [...lokiMetricsConfig().matchAll(/sys\.env\("(\w+)"\)/g)].map(([, name]) => name);
    const given = collector?.environment.map((each) => each.name) ?? [];
    expect(new Set(read)).toEqual(
      new Set([
        ...given.filter((name) => !/^(ALLOY_CONFIG|CONFIG_SHA256)$/.test(name)),
        'ECS_CONTAINER_METADATA_URI_V4',
      ]),
    );
  });

  it('keeps what is listed, and of the large families only what is read', () => {
    const pattern = /regex\s+= "(.+)"/.exec(lokiMetricsConfig())?.[1] ?? '';
    const kept = (name: string, ring = '', route = '') =>
      new RegExp(`^(?:${pattern})$`).test([name, ring, route].join(';'));
    expect(LOKI_METRICS.filter((name) => !kept(name))).toEqual([]);
    expect(LOKI_METRICS_OF_RING.filter((name) => !kept(name, 'ingester') || kept(name, 'distributor'))).toEqual([]);
    expect(
      LOKI_METRICS_OF_ROUTE.filter((name) => !kept(name, '', 'loki_api_v1_push') || kept(name, '', 'ready')),
    ).toEqual([]);
    expect(kept('loki_request_duration_seconds_sum', '', 'loki_api_v1_push')).toBe(false);
    expect(kept('loki_discarded_samples_total_more')).toBe(false);
  });
});
