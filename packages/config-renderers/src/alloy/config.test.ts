import type { Service } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { sample, withPasswords } from '../test-environments.ts';
import { alloyConfig, alloyTree } from './config.ts';
import { printAlloy } from './printer.ts';

function service(metrics: Partial<NonNullable<Service['metrics']>> = {}): Service {
  const worker = sample('rollout').services['worker'];
  if (!worker?.metrics) throw new Error('the sample lost its worker');
  return { ...worker, metrics: { ...worker.metrics, ...metrics } };
}

describe('alloyConfig', () => {
  it('takes what differs between environments from the variables of its container', () => {
    const names = [...alloyConfig(sample('rollout'), service()).matchAll(/sys\.env\("(\w+)"\)/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(names)].sort()).toEqual([
      'AMP_URL',
      'AWS_REGION',
      'CLUSTER',
      'ECS_CONTAINER_METADATA_URI_V4',
      'LOKI_URL',
      'SERVICE_NAME',
    ]);
  });

  it('drops lines that Loki would refuse, by its limit', () => {
    const environment = sample('rollout');
    const limits = { ...environment.loki.limits, lineKilobytes: 64 };
    const config = alloyConfig({ ...environment, loki: { ...environment.loki, limits } }, service());
    expect(config).toContain('longer_than         = "64KiB"');
    expect(alloyConfig(environment, service())).toContain('longer_than         = "256KiB"');
  });

  it('joins the lines of an entry where desired state says how it begins, before anything is read of it, and not those of JSON', () => {
    const environment = sample('rollout');
    expect(alloyConfig(environment, service())).not.toContain('multiline');
    const multiline = { firstLine: '^"?[0-9]', maxLines: 50, maxWait: 5 };
    const config = alloyConfig(environment, { ...service(), logs: { multiline } });
    const stage = [
      '\tstage.match {',
      String.raw`		selector = "{service_name=~\".+\"} !~ \"^\\\\s*[{]\""`,
      '',
      '\t\tstage.multiline {',
      String.raw`			firstline     = "^\"?[0-9]"`,
      '\t\t\tmax_lines     = 50',
      '\t\t\tmax_wait_time = "5s"',
      '\t\t}',
      '\t}',
    ];
    const at = config.indexOf(stage.join('\n'));
    // Alloy 1.18 loses what it holds of an entry when it stops, if a counter comes behind.
    expect(at).toBeGreaterThan(config.indexOf('stage.metrics'));
    expect(config.indexOf('stage.metrics', at)).toBe(-1);
    expect(at).toBeLessThan(config.indexOf('stage.drop'));
  });

  it('pushes with the password of its service where there is one, and Loki asks for it', () => {
    const secure = (push: 'open' | 'either' | 'perService') => {
      const environment = withPasswords(sample('rollout'), push);
      const worker = environment.services['worker'];
      return worker && alloyConfig(environment, worker);
    };
    for (const push of ['either', 'perService'] as const) {
      expect(secure(push)).toContain(
        'basic_auth {\n\t\t\tusername = sys.env("SERVICE_NAME")\n\t\t\tpassword = sys.env("LOKI_PASSWORD")\n\t\t}',
      );
    }
    expect(secure('open')).toBe(alloyConfig(sample('rollout'), service()));
  });

  it('is the text of the tree that is checked', () => {
    expect(alloyConfig(sample('rollout'), service())).toBe(printAlloy(alloyTree(sample('rollout'), service())));
  });

  it('appends _total to the listed counters that lack it, each once, in order', () => {
    const config = alloyConfig(sample('rollout'), service({ counters: ['restarts', 'done_total', 'a_b', 'restarts'] }));
    expect(config).toContain(
      'regex         = "a_b|restarts"\n\t\ttarget_label  = "__name__"\n\t\treplacement   = "${0}_total"',
    );
  });

  it('renames nothing where no counter is listed', () => {
    expect(alloyConfig(sample('rollout'), service({ counters: [] }))).not.toContain('${0}');
  });

  it('refuses a counter that is no metric name, for it would become part of a pattern', () => {
    expect(() => alloyConfig(sample('rollout'), service({ counters: ['a|b'] }))).toThrow(
      /services\.worker\.metrics\.counters: "a\|b"/,
    );
  });

  it('writes the job and service_name that ADOT wrote', () => {
    const config = alloyConfig(sample('rollout'), service({ job: 'history', port: 9191 }));
    expect(config).toContain('targets         = [{__address__ = "localhost:9191"}]');
    expect(config).toContain('job_name        = "history"');
    expect(config).toContain('target_label = "service_name"\n\t\treplacement  = "history"');
  });
});
