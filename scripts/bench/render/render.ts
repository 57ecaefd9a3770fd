import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commitAll, stageAll } from '../../../packages/cli/src/render/write-all.ts';
import { renderEnvironment } from '../../../packages/config-renderers/src/index.ts';
import { listEnvironments, loadEnvironment } from '../../../packages/environment/src/index.ts';
import { measure, type Run, spread } from '../measure.ts';
import { makeCheckout } from './environments.ts';

// How long `adopt render --all --out` takes, as one process. docs/benchmarks.md tells how to read it.
const RUNS = 7;
const ENVIRONMENTS = 1000;
const GROWTH = [100, 1000, 4000];

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-render-'));
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const bundle = join(folder, 'bundle');
  execFileSync(join(repository, 'node_modules/.bin/tsup'), ['--out-dir', bundle, '--silent'], {
    cwd: join(repository, 'packages/cli'),
  });
  const adopt = join(bundle, 'index.js');
  // The bundle is an ES module, and leaves the sandbox out.
  symlinkSync(join(repository, 'packages/cli/package.json'), join(folder, 'package.json'));
  const load = loadavg()[0] ?? 0;
  say(`Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)} before the start`);

  const start = join(folder, 'start');
  makeCheckout(start, repository, 1);
  show('adopt validate, 1 environment', await repeat(RUNS, () => measure([adopt, 'validate'], { cwd: start })));

  const checkout = join(folder, String(ENVIRONMENTS));
  makeCheckout(checkout, repository, ENVIRONMENTS);
  const render = (cwd: string, out: string) => measure([adopt, 'render', '--all', '--out', out], { cwd });
  show(
    `adopt render --all --out DIR, ${ENVIRONMENTS} environments`,
    await repeat(RUNS, (run) => render(checkout, join(checkout, `out-${run}`))),
  );
  show('the same over an earlier render', await repeat(3, () => render(checkout, join(checkout, 'out-0'))));
  showParts(checkout);

  say('\nGrowth (one process each)');
  for (const count of GROWTH) {
    const grown = join(folder, `growth-${count}`);
    makeCheckout(grown, repository, count);
    const [one] = await repeat(1, () => render(grown, join(grown, 'out')));
    const each = ((one?.user ?? 0) * 1000) / count;
    say(
      `  ${String(count).padStart(5)} environments  ${one?.wall.toFixed(2)} s wall  ${one?.user.toFixed(2)} s user  ${each.toFixed(2)} ms user each  ${one?.peakRss.toFixed(0)} MiB`,
    );
    rmSync(grown, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function repeat(times: number, run: (index: number) => Promise<Run>): Promise<Run[]> {
  const runs: Run[] = [];
  for (let index = 0; index < times; index += 1) runs.push(await run(index));
  return runs;
}

function show(title: string, runs: readonly Run[]): void {
  say(`\n${title} (${runs.length} runs; min … median … max)`);
  say(
    `  wall    ${spread(
      runs.map((run) => run.wall),
      3,
    )} s`,
  );
  say(
    `  user    ${spread(
      runs.map((run) => run.user),
      3,
    )} s`,
  );
  say(
    `  system  ${spread(
      runs.map((run) => run.system),
      3,
    )} s`,
  );
  say(
    `  memory  ${spread(
      runs.map((run) => run.peakRss),
      0,
    )} MiB at the peak`,
  );
}

/** The parts, one after the other in this process. */
function showParts(checkout: string): void {
  const root = join(checkout, 'environments');
  const timed = <T>(title: string, work: () => T): T => {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const result = work();
    const user = process.cpuUsage(cpu).user / 1e6;
    say(`  ${title.padEnd(7)} ${((performance.now() - started) / 1000).toFixed(3)} s wall  ${user.toFixed(3)} s user`);
    return result;
  };
  say('\nIts parts, in one process');
  const loaded = timed('load', () => listEnvironments(root).map((name) => loadEnvironment(name, { root })));
  const rendered = timed('render', () =>
    loaded.map((result) => {
      if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
      return { environment: result.environment.name, files: renderEnvironment(result.environment) };
    }),
  );
  timed('write', () => commitAll(join(checkout, 'parts'), stageAll(join(checkout, 'parts'), rendered), true));
  const files = rendered.flatMap((each) => each.files);
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0);
  say(`  ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
}
