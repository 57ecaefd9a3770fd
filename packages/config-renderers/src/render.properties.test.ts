import type { Environment } from '@loki-adoption/environment';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { arbitraryEnvironment } from './arbitrary-environment.ts';
import { optionProblems } from './loki/option-table.ts';
import { renderEnvironment } from './render.ts';
import { LOKI_OPTIONS } from './testing/loki-options.ts';

interface Container {
  readonly name: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly healthCheck?: { readonly startPeriod: number; readonly interval: number; readonly retries: number };
}

interface Variant {
  readonly container_definitions: string;
}

interface Variables {
  readonly loki: {
    readonly cpu: number;
    readonly memory: number;
    readonly container_definitions: string;
    readonly chunk_expiration_days: number;
    readonly replacement_pause_seconds: number;
  } | null;
  readonly amp_rule_namespaces: Readonly<Record<string, string>>;
  readonly grafana: { readonly files?: Readonly<Record<string, string>> } | null;
  readonly services: Readonly<
    Record<string, { cpu: number; memory: number; variants: Readonly<Record<string, Variant>> }>
  >;
}

/** Checks something of the rendered files of any environment. */
function always(check: (environment: Environment) => void): void {
  fc.assert(fc.property(arbitraryEnvironment(), check), { numRuns: 100 });
}

function rendered(environment: Environment): ReadonlyMap<string, string> {
  return new Map(renderEnvironment(environment).map(({ path, content }) => [path, content]));
}

function variablesOf(files: ReadonlyMap<string, string>): Variables {
  return JSON.parse(files.get('terraform.tfvars.json') ?? '{}');
}

describe('for every valid environment', { timeout: 60_000 }, () => {
  it('the same bytes are rendered, however its keys are ordered', () => {
    always((environment) => {
      expect(renderEnvironment(reversed(environment))).toEqual(renderEnvironment(environment));
    });
  });

  it('every file can be read, and nothing is left to be filled in', () => {
    always((environment) => {
      for (const [path, content] of rendered(environment)) {
        if (/\.(yaml|json)$/.test(path)) expect(parse(content), path).toBeTypeOf('object');
        // ${1} is a group of a relabelling rule; the others are filled in while somebody looks at a dashboard. Terraform carries both.
        const open = /^(grafana\/|terraform\.tfvars)/.test(path) ? /\$\{(?!__|PROP\(|[0-9]\})/ : /\$\{(?![0-9]\})/;
        expect(content.match(open), path).toBeNull();
      }
    });
  });

  it('the containers of a task fit into it', () => {
    always((environment) => {
      const variables = variablesOf(rendered(environment));
      const tasks = Object.values(variables.services).flatMap(({ cpu, memory, variants }) =>
        Object.values(variants).map((variant) => ({ cpu, memory, containers: variant.container_definitions })),
      );
      const { loki } = variables;
      if (loki) tasks.push({ cpu: loki.cpu, memory: loki.memory, containers: loki.container_definitions });
      for (const { cpu, memory, containers } of tasks) {
        const all: Container[] = JSON.parse(containers);
        expect(sum(all.map((each) => each.cpu ?? 0))).toBeLessThanOrEqual(cpu);
        expect(sum(all.map((each) => each.memory ?? 0))).toBeLessThanOrEqual(memory);
      }
    });
  });

  it('Loki has the options that are set, and memory for what they ask', () => {
    always((environment) => {
      const config = lokiConfigOf(environment);
      if (!config) return;
      expect(optionProblems(LOKI_OPTIONS, config)).toEqual([]);
      const ceiling = Number.parseInt(config.ingester.wal.replay_memory_ceiling, 10);
      const chunks = config.chunk_store_config.chunk_cache_config.embedded_cache.max_size_mb;
      const results = config.query_range.results_cache.cache.embedded_cache.max_size_mb;
      for (const part of [ceiling, chunks, results]) expect(part).toBeGreaterThan(0);
      expect(ceiling + chunks + results).toBeLessThan(environment.loki.memory);
    });
  });

  it('nothing is queried, taken or deleted out of step with retention', () => {
    always((environment) => {
      const files = rendered(environment);
      const limits = lokiConfigOf(environment)?.limits_config;
      const { loki } = variablesOf(files);
      expect(loki === null).toBe(limits === undefined);
      if (!limits || !loki) return;
      expect(loki.chunk_expiration_days).toBeGreaterThanOrEqual(environment.loki.retentionDays + 2);
      const kept = hours(limits.retention_period);
      expect(kept).toBe(environment.loki.retentionDays * 24);
      expect(hours(limits.max_query_lookback)).toBeLessThanOrEqual(kept);
      expect(hours(limits.reject_old_samples_max_age)).toBeLessThanOrEqual(kept);
      expect(loki.chunk_expiration_days * 24).toBeGreaterThanOrEqual(kept + 48);
    });
  });

  it('a Loki is given time to become ready, and its successor the pause that it needs', () => {
    always((environment) => {
      const config = lokiConfigOf(environment);
      const { loki } = variablesOf(rendered(environment));
      if (!config || !loki) return;
      const containers: Container[] = JSON.parse(loki.container_definitions);
      const check = containers.find((each) => each.name === 'loki')?.healthCheck;
      const ready = seconds(config.ingester.lifecycler.min_ready_duration);
      const patience = (check?.startPeriod ?? 0) + (check?.interval ?? 0) * (check?.retries ?? 0);
      expect(patience - ready).toBeGreaterThanOrEqual(300);
      expect(ready).toBeGreaterThanOrEqual(loki.replacement_pause_seconds);
      const replicated = environment.loki.topology === 'replicated';
      const pause = replicated ? seconds(config.storage_config.tsdb_shipper.resync_interval) : 0;
      expect(loki.replacement_pause_seconds).toBe(pause);
    });
  });

  it('a service that is added changes its own files and its own variables', () => {
    always((environment) => {
      const [first] = Object.values(environment.services);
      if (!first) return;
      const added = { ...first, name: 'the-added-one', container: 'the-added-container' };
      const before = rendered(environment);
      const after = rendered({ ...environment, services: { ...environment.services, [added.name]: added } });
      const changed = [...after].filter(([path, content]) => before.get(path) !== content).map(([path]) => path);
      const own = /(^|\/)(service-)?the-added-one\.(yaml|alloy)$|^terraform\.tfvars\.json$/;
      expect(changed.filter((path) => !own.test(path))).toEqual([]);
      const variables = variablesOf(after);
      expect(variables.services['the-added-one']).toBeDefined();
      // Rules and dashboards of one service are files of its own.
      const others = <T>(of: Readonly<Record<string, T>>) =>
        Object.fromEntries(Object.entries(of).filter(([name]) => !name.includes('the-added-one')));
      expect({
        ...variables,
        services: others(variables.services),
        amp_rule_namespaces: others(variables.amp_rule_namespaces),
        grafana: variables.grafana?.files
          ? { ...variables.grafana, files: others(variables.grafana.files) }
          : variables.grafana,
      }).toEqual(variablesOf(before));
    });
  });

  it('Terraform carries the rules, and the files of a Grafana of its own, as they are rendered', () => {
    always((environment) => {
      const files = rendered(environment);
      const { amp_rule_namespaces: rules, grafana } = variablesOf(files);
      const below = (folder: string) => [...files].filter(([path]) => path.startsWith(folder));
      const carriedRules = Object.entries(rules).map(([name, content]) => [`rules/amp/${name}.yaml`, content]);
      expect(carriedRules.sort()).toEqual(below('rules/amp/').sort());
      const carried = Object.entries(grafana?.files ?? {}).map(([path, content]) => [
        `grafana/provisioning/${path}`,
        content,
      ]);
      expect(carried.sort()).toEqual(environment.grafana.service ? below('grafana/').sort() : []);
    });
  });
});

function lokiConfigOf(environment: Environment) {
  const content = rendered(environment).get('loki/config.yaml');
  return content === undefined ? undefined : parse(content);
}

function hours(duration: string): number {
  expect(duration).toMatch(/^[0-9]+h$/);
  return Number.parseInt(duration, 10);
}

function seconds(duration: string): number {
  expect(duration).toMatch(/^[0-9]+s$/);
  return Number.parseInt(duration, 10);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The same data with every object's keys the other way round. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, of]) => [key, reversed(of)]));
}
