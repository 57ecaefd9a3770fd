import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type GitHubSandbox, startGitHub } from '../../../packages/sandbox/src/github/server.ts';
import { measure, median, type Run } from '../measure.ts';
import { syntheticPlan } from './plans.ts';

// The whole process of the bundle, from its start to the posted comment, against GitHub's stand-in on 127.0.0.1.
// Usage: pnpm bench:plan-comment [runs] [--against FILE]. With another bundle, each run of one is followed by a run of the other, and the
// ratios are printed: other load on the machine affects both equally. Aims and what was measured: docs/benchmarks.md.

const BUNDLE = 'packages/plan-comment/dist/index.js';
const { values, positionals } = parseArgs({ options: { against: { type: 'string' } }, allowPositionals: true });
const runs = Number(positionals[0] ?? 11);
let run = 0;
/** When GitHub last read its clock, which it does for a comment that it makes. */
let commentedAt = 0;

/** A run, and after how many seconds GitHub had its comment. */
interface CommentRun extends Run {
  readonly posted: number;
}

interface Case {
  readonly name: string;
  readonly plan: string;
  readonly runs: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-plan-comment-'));
try {
  const cases: Case[] = [
    { name: 'nine resources', plan: readFileSync('packages/plan-comment/src/fixtures/changes.json', 'utf8'), runs },
    {
      name: 'the stack, Loki new',
      plan: gunzipSync(readFileSync('packages/plan-comment/src/fixtures/stack-first.json.gz')).toString(),
      runs,
    },
    { name: '1,000 resources', plan: syntheticPlan(1000), runs },
    { name: '5,000 resources', plan: syntheticPlan(5000), runs },
    { name: '10,000 resources', plan: syntheticPlan(10_000), runs: Math.min(runs, 5) },
    { name: '100,000 resources', plan: syntheticPlan(100_000), runs: Math.min(runs, 3) },
  ];
  const github = await startSandbox();
  const rows: string[][] = [];
  const costs = new Map<string, number>();
  const pairs: string[][] = [];
  for (const each of cases) {
    const file = join(folder, 'plan.json');
    writeFileSync(file, each.plan);
    const measured: CommentRun[] = [];
    const others: CommentRun[] = [];
    for (let run = 0; run < each.runs; run++) {
      measured.push(await comment(BUNDLE, github, file));
      if (values.against !== undefined) others.push(await comment(values.against, github, file));
    }
    if (others.length > 0) pairs.push([each.name, ...pairCells(measured, others)]);
    costs.set(each.name, median(measured.map(({ user }) => user)));
    rows.push([each.name, `${(statSync(file).size / 1e6).toFixed(1)} MB`, ...cells(measured)]);
  }
  await github.stop();
  const load = loadavg().map((value) => value.toFixed(1));
  process.stdout.write(
    `Load ${load.join(' ')} on ${availableParallelism()} cores, Node ${process.version}, ${runs} runs\n\n`,
  );
  print(['plan', 'size', 'posted', 'wall min', 'median', 'max', 'user median', 'peak memory'], rows);
  if (pairs.length > 0) {
    process.stdout.write(`\nAgainst ${values.against}, pair by pair (below 1 is faster, or smaller)\n\n`);
    print(
      ['plan', 'ours', 'other', 'posted ratio', 'wall ratio', 'least', 'most', 'user ratio', 'memory ratio'],
      pairs,
    );
  }
  const cost = (name: string) => (costs.get(name) ?? 0) - (costs.get('1,000 resources') ?? 0);
  const growth = cost('100,000 resources') / 99 / (cost('10,000 resources') / 9);
  process.stdout.write(
    `\nUser time for each further resource, 100,000 against 10,000: × ${growth.toFixed(2)} (1 is linear)\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function comment(bundle: string, github: GitHubSandbox, plan: string): Promise<CommentRun> {
  const env = await environmentOf(github, plan);
  const started = performance.now();
  const run = await measure([bundle], { env });
  return { ...run, posted: (commentedAt - started) / 1000 };
}

async function startSandbox(): Promise<GitHubSandbox> {
  const bareRepository = join(folder, 'origin.git');
  mkdirSync(bareRepository);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bareRepository]);
  const clock = () => {
    commentedAt = performance.now();
    return new Date();
  };
  return startGitHub({ repository: 'acme/logging', bareRepository, stateDir: join(folder, 'github'), clock });
}

/** A new one for each run: with the comments of all runs before it, each would read more than the one before. */
async function openPullRequest(github: GitHubSandbox): Promise<number> {
  const response = await fetch(`${github.url}/repos/acme/logging/issues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.developerToken}` },
    body: JSON.stringify({ title: 'A pull request as far as comments go' }),
  });
  return ((await response.json()) as { number: number }).number;
}

async function environmentOf(github: GitHubSandbox, plan: string): Promise<NodeJS.ProcessEnv> {
  const event = join(folder, 'event.json');
  const number = await openPullRequest(github);
  writeFileSync(event, JSON.stringify({ pull_request: { number, state: 'open', head: { sha: 'f'.repeat(40) } } }));
  for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '');
  return {
    PATH: process.env['PATH'],
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_EVENT_PATH: event,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REPOSITORY: 'acme/logging',
    GITHUB_RUN_ID: String(++run),
    GITHUB_RUN_NUMBER: String(run),
    GITHUB_SHA: 'f'.repeat(40),
    ...github.env,
    'INPUT_PLAN-FILE': plan,
    INPUT_ENVIRONMENT: 'bench',
    'INPUT_GITHUB-TOKEN': github.token,
    'INPUT_BODY-FILE': join(folder, 'body.md'),
  };
}

function cells(measured: readonly CommentRun[]): string[] {
  const walls = measured.map(({ wall }) => wall);
  const posted = median(measured.map((each) => each.posted));
  const user = median(measured.map((each) => each.user));
  return [
    ...[posted, Math.min(...walls), median(walls), Math.max(...walls), user].map(ms),
    `${Math.round(Math.max(...measured.map(({ peakRss }) => peakRss)))} MiB`,
  ];
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}

function pairCells(ours: readonly CommentRun[], others: readonly CommentRun[]): string[] {
  const posted = ours.map((run, index) => run.posted / (others[index]?.posted ?? Number.NaN));
  const ratios = ours.map(({ wall }, index) => wall / (others[index]?.wall ?? Number.NaN));
  const memory = ours.map(({ peakRss }, index) => peakRss / (others[index]?.peakRss ?? Number.NaN));
  const user = ours.map((run, index) => run.user / (others[index]?.user ?? Number.NaN));
  const wall = (runs: readonly Run[]) => ms(median(runs.map((each) => each.wall)));
  const shown = [
    median(posted),
    median(ratios),
    Math.min(...ratios),
    Math.max(...ratios),
    median(user),
    median(memory),
  ];
  return [wall(ours), wall(others), ...shown.map((ratio) => ratio.toFixed(2))];
}

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows]) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}
