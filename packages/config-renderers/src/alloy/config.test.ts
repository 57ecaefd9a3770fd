import type { Service } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { sample } from '../test-environments.ts';
import { alloyConfig } from './config.ts';

function service(metrics: Partial<NonNullable<Service['metrics']>> = {}): Service {
  const worker = sample('rollout').services['worker'];
  if (!worker?.metrics) throw new Error('the sample lost its worker');
  return { ...worker, metrics: { ...worker.metrics, ...metrics } };
}

describe('alloyConfig', () => {
  it('refers only to components that it declares', () => {
    const config = alloyConfig(service());
    const declared = [...config.matchAll(/^([a-z_.]+) "([a-z]+)" \{/gm)].map(([, name, label]) => `${name}.${label}`);
    const used = [...config.matchAll(/[^"\w.](\w+(?:\.\w+){2,})\.(?:content|targets|output|receiver)\b/g)].map(
      ([, path]) => path,
    );
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((path) => !declared.includes(path ?? ''))).toEqual([]);
  });

  it('takes what differs between environments from the variables of its container', () => {
    const names = [...alloyConfig(service()).matchAll(/sys\.env\("(\w+)"\)/g)].map(([, name]) => name);
    expect([...new Set(names)].sort()).toEqual([
      'AMP_URL',
      'AWS_REGION',
      'CLUSTER',
      'ECS_CONTAINER_METADATA_URI_V4',
      'LOKI_URL',
      'SERVICE_NAME',
    ]);
  });

  it('reads containers of its own task only, and retries for ever', () => {
    const config = alloyConfig(service());
    expect(config).toContain(
      'values = ["com.amazonaws.ecs.task-arn=" + json_path(remote.http.task.content, ".TaskARN")[0]]',
    );
    expect(config).toContain('values = ["running", "exited"]');
    expect(config).toContain('max_backoff_retries = 0');
    expect(config).not.toMatch(/min_backoff |max_backoff |max_retries|ECS_TASK_ID/);
  });

  it('appends _total to the listed counters that lack it, each once, in order', () => {
    const config = alloyConfig(service({ counters: ['restarts', 'done_total', 'a_b', 'restarts'] }));
    expect(config).toContain(
      'regex         = "a_b|restarts"\n\t\ttarget_label  = "__name__"\n\t\treplacement   = "${0}_total"',
    );
  });

  it('renames nothing where no counter is listed', () => {
    expect(alloyConfig(service({ counters: [] }))).not.toContain('${0}');
  });

  it('refuses a counter that is no metric name, for it would become part of a pattern', () => {
    expect(() => alloyConfig(service({ counters: ['a|b'] }))).toThrow(/services\.worker\.metrics\.counters: "a\|b"/);
  });

  it('writes the job and service_name that ADOT wrote', () => {
    const config = alloyConfig(service({ job: 'history', port: 9191 }));
    expect(config).toContain('targets         = [{__address__ = "localhost:9191"}]');
    expect(config).toContain('job_name        = "history"');
    expect(config).toContain('target_label = "service_name"\n\t\treplacement  = "history"');
  });
});
