import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { arbitraryBlock } from '../../packages/config-renderers/src/alloy/arbitrary-tree.ts';
import { checkComponents } from '../../packages/config-renderers/src/alloy/check/components.ts';
import { alloyConfig, alloyTree } from '../../packages/config-renderers/src/alloy/config.ts';
import { printAlloy } from '../../packages/config-renderers/src/alloy/printer.ts';
import { attributes, type Block, block, component } from '../../packages/config-renderers/src/alloy/syntax.ts';
import { arbitraryEnvironment } from '../../packages/config-renderers/src/arbitrary-environment.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';
import { findFreePort } from '../../packages/sandbox/src/loki/http.ts';
import { arbitraryMutation } from './alloy-mutations.ts';
import { describeWith } from './programs.ts';

const GOLDEN = fileURLToPath(new URL('../../packages/config-renderers/src/golden', import.meta.url));

/** What only `alloy run` refuses: `alloy validate` evaluates nothing. */
const ONLY_RUN = /has to be|is experimental/;
/** Sometimes refused by both, sometimes by `run` alone. */
const UNDECIDED = /capsule/;

describeWith('alloy', 'Alloy takes what is rendered for it', (bin) => {
  const folder = mkdtempSync(join(tmpdir(), 'alloy-syntax-'));
  const file = join(folder, 'config.alloy');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: 'fmt' | 'validate', text: string) {
    writeFileSync(file, text);
    // Nothing of this machine may decide: validate needs no environment.
    return spawnSync(bin, [command, file], { encoding: 'utf8', env: {}, maxBuffer: 2 ** 28 });
  }

  function expectCanonical(text: string): void {
    const { status, stdout, stderr } = run('fmt', text);
    expect([status, stderr]).toEqual([0, '']);
    // Compared as a flag first: the difference of two large texts takes minutes to show.
    if (stdout !== text) expect(firstDifference(stdout, text)).toBeUndefined();
  }

  const golden = globSync('**/*.alloy', { cwd: GOLDEN });

  it('has golden files to look at', () => {
    expect(golden.length).toBeGreaterThan(1);
  });

  it.each(golden)('golden file %s is canonical and valid', (path) => {
    const text = readFileSync(join(GOLDEN, path), 'utf8');
    expectCanonical(text);
    const { status, stderr } = run('validate', text);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('leaves the configuration of any service as it is, and finds it valid', () => {
    const property = fc.property(arbitraryEnvironment(), (environment) => {
      for (const service of Object.values(environment.services)) {
        if (!service.metrics) continue;
        const text = alloyConfig(environment, service);
        expectCanonical(text);
        expect(run('validate', text).status).toBe(0);
      }
    });
    fc.assert(property, { numRuns: 15 });
  });

  it('leaves any tree as it was printed', () => {
    const trees = fc.array(arbitraryBlock, { minLength: 1, maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(trees, (tree) => expectCanonical(printAlloy(tree))),
      { numRuns: 40 },
    );
  });

  it.each<[said: RegExp, tree: Block]>([
    [
      /poll_timeout must be less than poll_frequency/,
      component(
        'remote.http',
        'x',
        ...attributes({ url: 'http://127.0.0.1:1', poll_frequency: '5s', poll_timeout: '5s' }),
      ),
    ],
    [
      /scrape_timeout \(10s\) greater than scrape_interval \(5s\)/,
      component('prometheus.scrape', 'x', ...attributes({ targets: [], forward_to: [], scrape_interval: '5s' })),
    ],
    [
      /changing queue_config requires stability.level flag to be experimental/,
      component(
        'loki.write',
        'x',
        block(
          'endpoint',
          ...attributes({ url: 'http://127.0.0.1:1' }),
          block('queue_config', ...attributes({ capacity: '1MiB' })),
        ),
      ),
    ],
  ])('says only when it runs, and the table before: %s', async (said, tree) => {
    expect(checkComponents([tree])).toHaveLength(1);
    expect(run('validate', printAlloy([tree])).status).toBe(0);
    const address = `--server.http.listen-addr=127.0.0.1:${await findFreePort()}`;
    const options = [`--storage.path=${folder}/data`, '--disable-reporting', address];
    const { status, stdout, stderr } = spawnSync(bin, ['run', ...options, file], { encoding: 'utf8', timeout: 30_000 });
    expect(stdout + stderr).toMatch(said);
    expect(status).toBe(1);
  });

  it('refuses exactly the mistakes that the table of components finds', () => {
    const worker = sample('rollout').services['worker'];
    if (!worker) throw new Error('the sample lost its worker');
    const tree = alloyTree(sample('rollout'), worker);
    const refused = { yes: 0, no: 0 };
    const property = fc.property(arbitraryMutation(tree), (mutant) => {
      const found = checkComponents(mutant).filter((finding) => !ONLY_RUN.test(finding));
      if (found.some((finding) => UNDECIDED.test(finding))) return;
      const { status, stdout, stderr } = run('validate', printAlloy(mutant));
      refused[status === 0 ? 'no' : 'yes'] += 1;
      const verdict = { refused: found.length > 0, found, said: status === 0 ? '' : stdout + stderr };
      expect({ ...verdict, refused: status !== 0 }).toEqual(verdict);
    });
    fc.assert(property, { numRuns: 150 });
    expect(Math.min(refused.yes, refused.no)).toBeGreaterThan(5);
  });
});

function firstDifference(actual: string, expected: string): object | undefined {
  const [left, right] = [actual.split('\n'), expected.split('\n')];
  const line = right.findIndex((text, index) => text !== left[index]);
  return { line, formatted: left.slice(line, line + 3), printed: right.slice(line, line + 3) };
}
