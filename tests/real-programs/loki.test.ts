import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { arbitraryEnvironment } from '../../packages/config-renderers/src/arbitrary-environment.ts';
import { renderEnvironment } from '../../packages/config-renderers/src/index.ts';
import { lokiConfig } from '../../packages/config-renderers/src/loki/config.ts';
import { formatOptionTable, optionTable } from '../../packages/config-renderers/src/loki/option-table.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';
import { eventually, freePorts, type LokiProcess, someLines, startLokiProcess } from './loki-process.ts';
import { describeWith } from './programs.ts';
import { type Bucket, startBucket } from './s3.ts';

const RENDERERS = fileURLToPath(new URL('../../packages/config-renderers/src', import.meta.url));
const GOLDEN = join(RENDERERS, 'golden');

const rendered = (topology: string) => readFileSync(join(GOLDEN, topology, 'infrastructure/loki/config.yaml'), 'utf8');

describeWith('loki', 'Loki takes what is rendered for it', (bin) => {
  const folder = mkdtempSync(join(tmpdir(), 'real-loki-'));
  const started: LokiProcess[] = [];
  let bucket: Bucket;
  beforeAll(async () => {
    const { bucketnames, region } = parse(rendered('single')).common.storage.s3;
    bucket = await startBucket(bucketnames, region, join(folder, 'aws'));
  });
  afterAll(async () => {
    await Promise.all(started.map((each) => each.kill()));
    await bucket?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(config: string, name: string, place: { instanceId?: string; peers?: number[] } = {}) {
    const ports = await freePorts();
    const where = { folder: join(folder, name), ports, s3Endpoint: bucket.endpoint, ...place };
    const loki = await startLokiProcess(bin, config, where);
    started.push(loki);
    return { loki, ports };
  }

  it.each(globSync('**/loki/config.yaml', { cwd: GOLDEN }))('golden file %s is valid', (path) => {
    const { status, stderr } = spawnSync(bin, [`-config.file=${join(GOLDEN, path)}`, '-verify-config'], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('config is valid');
    expect(status).toBe(0);
  });

  it('what is rendered for any valid environment is valid', () => {
    const configs = fc
      .sample(arbitraryEnvironment(), 30)
      .flatMap((environment) => renderEnvironment(environment).filter(({ path }) => path === 'loki/config.yaml'));
    expect(configs.length).toBeGreaterThan(5);
    for (const { content } of configs) {
      const file = join(folder, 'any.yaml');
      writeFileSync(file, content);
      const { stderr } = spawnSync(bin, [`-config.file=${file}`, '-verify-config'], { encoding: 'utf8' });
      expect(stderr, content).toContain('config is valid');
    }
  });

  describe('one task', () => {
    let loki: LokiProcess;
    beforeAll(async () => {
      ({ loki } = await start(rendered('single'), 'single'));
      await eventually(async () => expect(await loki.text('/ready')).toEqual({ status: 200, body: 'ready\n' }), 60);
    });
    afterAll(() => loki.kill());

    it('is a ring of its own under the name of its host, and runs the compactor', async () => {
      expect(await loki.members()).toEqual([{ id: hostname(), state: 'ACTIVE' }]);
      await eventually(async () => expect(await loki.runsCompactor()).toBe(true), 30);
    });

    it('gives back every line once, however often it was sent', async () => {
      const sent = someLines(500, 'line');
      for (let attempt = 0; attempt < 2; attempt++) expect(await loki.push({ app: 'once' }, sent)).toBe(204);
      expect(await loki.lines('{app="once"}')).toEqual(sent.map(([, line]) => line));
    });

    it('takes a line as long as the sidecars let through, and none that is longer', async () => {
      const push = (length: number) => loki.push({ app: 'long' }, [[`${Date.now()}000000`, 'x'.repeat(length)]]);
      expect([await push(256 * 1024), await push(256 * 1024 + 1)]).toEqual([204, 400]);
    });

    it('has the options that renderers are checked against', async () => {
      const table = formatOptionTable(optionTable(await loki.options('?mode=defaults')));
      const { version } = JSON.parse((await loki.text('/loki/api/v1/status/buildinfo')).body);
      await expect(table).toMatchFileSnapshot(join(RENDERERS, `fixtures/loki-${version}-options.txt`));
    });

    it('loses nothing with its disk when it is stopped, and nothing with its disk kept when it is killed', async () => {
      const { loki: first } = await start(rendered('single'), 'lost-disk');
      const sent = someLines(300, 'flushed');
      await eventually(async () => expect(await first.push({ app: 'flushed' }, sent)).toBe(204), 30);
      await first.stop();
      rmSync(join(folder, 'lost-disk'), { recursive: true });

      const { loki: second } = await start(rendered('single'), 'kept-disk');
      const text = sent.map(([, line]) => line);
      await eventually(async () => expect(await second.lines('{app="flushed"}')).toEqual(text), 60);
      const more = someLines(300, 'logged');
      expect(await second.push({ app: 'logged' }, more)).toBe(204);
      await second.kill();

      const { loki: third } = await start(rendered('single'), 'kept-disk');
      const replayed = more.map(([, line]) => line);
      await eventually(async () => expect(await third.lines('{app="logged"}')).toEqual(replayed), 60);
      await third.kill();
    });
  });

  describe('three replicas', () => {
    const replicas: LokiProcess[] = [];
    beforeAll(async () => {
      const peers: number[] = [];
      for (const instanceId of ['a', 'b', 'c']) {
        const { loki, ports } = await start(rendered('replicated'), `replica-${instanceId}`, {
          instanceId,
          peers: [...peers],
        });
        replicas.push(loki);
        peers.push(ports.memberlist);
      }
      const ring = ['a', 'b', 'c'].map((id) => ({ id, state: 'ACTIVE' }));
      for (const each of replicas) await eventually(async () => expect(await each.members()).toEqual(ring), 60);
    });
    afterAll(() => Promise.all(replicas.map((each) => each.kill())));

    it('have one compactor among them', async () => {
      await eventually(async () => {
        const running = await Promise.all(replicas.map((each) => each.runsCompactor()));
        expect(running.filter(Boolean)).toHaveLength(1);
      }, 60);
    });

    it('give back from each what was pushed to any', async () => {
      const all = someLines(300, 'shared');
      for (const [index, replica] of replicas.entries()) {
        const part = all.slice(index * 100, (index + 1) * 100);
        await eventually(async () => expect(await replica.push({ app: 'shared' }, part)).toBe(204), 30);
      }
      const text = all.map(([, line]) => line);
      for (const each of replicas) {
        await eventually(async () => expect(await each.lines('{app="shared"}')).toEqual(text), 30);
      }
    });

    it("aren't ready before an index sync, so that ECS replaces none too early", async () => {
      for (const each of replicas) {
        await eventually(async () => {
          const { status, body } = await each.text('/ready');
          expect([status, body]).toEqual([503, 'Ingester not ready: waiting for 5m0s after being ready\n']);
        }, 60);
      }
    });

    it('go on without one of them', async () => {
      const [a, b, c] = replicas as [LokiProcess, LokiProcess, LokiProcess];
      await c.kill();
      const sent = someLines(100, 'without');
      await eventually(async () => expect(await a.push({ app: 'without' }, sent)).toBe(204), 30);
      await eventually(async () => expect(await b.lines('{app="without"}')).toEqual(sent.map(([, line]) => line)), 30);
      const left = ['a', 'b'].map((id) => ({ id, state: 'ACTIVE' }));
      await eventually(async () => expect(await a.members()).toEqual(left), 120);
    }, 180_000);
  });

  it('answers queries over all that it keeps, also beyond a month', async () => {
    const week = sample('rollout');
    const quarter = { ...week, loki: { ...week.loki, retentionDays: 90 } };
    const { loki } = await start(lokiConfig(quarter), 'quarter');
    const parameters = new URLSearchParams({ query: '{app="any"}', since: '2160h', limit: '1' });
    await eventually(
      async () => expect(await loki.text(`/loki/api/v1/query_range?${parameters}`)).toMatchObject({ status: 200 }),
      30,
    );
    await loki.kill();
  });

  it('three with one id are one member: why the file that replicas share names none', async () => {
    const first = await start(rendered('replicated'), 'same-1', { instanceId: 'same' });
    const peers = [first.ports.memberlist];
    const second = await start(rendered('replicated'), 'same-2', { instanceId: 'same', peers });
    const third = await start(rendered('replicated'), 'same-3', { instanceId: 'same', peers });
    const all = [first, second, third].map(({ loki }) => loki);
    for (const each of all) await eventually(async () => expect(await each.neighbours()).toBe(3), 60);
    for (const each of all) expect(await each.members()).toMatchObject([{ id: 'same' }]);
    await Promise.all(all.map((each) => each.kill()));
  });

  it('knows the options, too, that it leaves out of its defaults', () => {
    const table = readFileSync(join(RENDERERS, 'fixtures/loki-3.7.6-options-by-hand.txt'), 'utf8');
    const unknown = table
      .trim()
      .split('\n')
      .flatMap((line) => {
        const file = join(folder, 'option.yaml');
        writeFileSync(file, stringify(exampleOf(line)));
        const { stderr } = spawnSync(bin, [`-config.file=${file}`, '-verify-config'], { encoding: 'utf8' });
        return stderr.match(/field \S+ not found|cannot unmarshal[^.]*/g) ?? [];
      });
    expect(unknown).toEqual([]);
  });
});

/** A configuration that sets every option of a line of the table. */
function exampleOf(line: string): unknown {
  const [section = '', ...options] = line.split(' ');
  const values: Readonly<Record<string, unknown>> = {
    boolean: true,
    number: 1,
    string: 'x',
    duration: '1h',
    list: [],
    any: null,
  };
  const leaf = Object.fromEntries(
    options.map((option) => option.split(':')).map(([name, kind = '']) => [name, values[kind]]),
  );
  return section
    .split('.')
    .reduceRight<unknown>((inner, key) => ({ [key.replace('[]', '')]: key.endsWith('[]') ? [inner] : inner }), leaf);
}
