import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGitHub, upsertComment } from '@loki-adoption/action-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from './faults.ts';
import { type GitHubSandbox, startGitHub } from './server.ts';

// Several jobs write the one comment of a pull request at once, over an API that fails: what is left in the end?

const MARKER = '<!-- loki-adoption:plan environment=prod -->';

interface Job {
  /** Runs are numbered from 1; each is of its own commit unless it is another attempt. */
  readonly run: number;
  readonly attempt: number;
  readonly delayMs: number;
}

interface Story {
  readonly jobs: readonly Job[];
  readonly faults: readonly Fault[];
  /** A comment is there already, of run 0. */
  readonly hasOld: boolean;
  /** Comments of others before it, on pages of three. */
  readonly noise: number;
}

const effect = fc.constantFrom<Fault['effect']>(
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 429, retryAfterSeconds: 1 },
  { status: 403, message: 'You have exceeded a secondary rate limit', retryAfterSeconds: 1 },
  'connection-reset',
);
const fault: fc.Arbitrary<Fault> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
  path: fc.constant(/comments/),
  effect,
  afterHandling: fc.boolean(),
});
const story: fc.Arbitrary<Story> = fc.record({
  jobs: fc
    .array(fc.record({ attempt: fc.constantFrom(1, 1, 2), delayMs: fc.nat(60) }), { minLength: 2, maxLength: 4 })
    .map((jobs) => jobs.map((job, index) => ({ ...job, run: index + 1 }))),
  faults: fc.array(fault, { maxLength: 2 }),
  hasOld: fc.boolean(),
  noise: fc.nat(7),
});

test('one comment is left, and it is of the newest commit, whatever order and faults', async () => {
  const stories = fc.sample(story, 24);
  // All at once: most of their time they wait for GitHub.
  const outcomes = await Promise.all(stories.map(play));
  for (const [index, outcome] of outcomes.entries()) {
    const newest = stories[index]?.jobs.at(-1)?.run;
    expect(outcome, JSON.stringify(stories[index])).toEqual([`text of run ${newest}`]);
  }
}, 120_000);

async function play({ jobs, faults, hasOld, noise }: Story): Promise<string[]> {
  await using world = await startWorld();
  const { github } = world;
  for (let i = 0; i < noise; i++) await world.comment(github.developerToken, `${MARKER}\nfrom a person, ${i}`);
  if (hasOld) await world.comment(github.token, `${MARKER}\n${orderLine(0)}\ntext of run 0`);
  for (const planned of faults) github.addFault(planned);
  const head = commitOf(jobs.at(-1)?.run ?? 0);
  await Promise.all(
    jobs.map(async ({ run, attempt, delayMs }) => {
      await sleep(delayMs);
      const client = await createGitHub(github.token, { apiUrl: github.url }, { retryUnitMs: 1, log: () => {} });
      const order = { run, attempt, commit: commitOf(run) };
      const newestCommit = async () => head;
      const place = { github: client, owner: 'acme', repo: 'logging', issueNumber: 1 };
      const body = `text of run ${run}`;
      await upsertComment({ ...place, marker: MARKER, body, order, newestCommit });
    }),
  );
  const left = github.comments(1).filter(({ author }) => author === 'github-actions[bot]');
  return left.map(({ body }) => body.split('\n').at(-1) ?? '');
}

function commitOf(run: number): string {
  return String(run).padStart(40, 'c');
}

function orderLine(run: number): string {
  return `<!-- loki-adoption:order run=${run} attempt=1 commit=${commitOf(run)} -->`;
}

async function startWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'sticky-'));
  const bareRepository = join(folder, 'origin.git');
  mkdirSync(bareRepository);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bareRepository]);
  const options = { repository: 'acme/logging', bareRepository, stateDir: join(folder, 'github'), pageSize: 3 };
  const github: GitHubSandbox = await startGitHub(options);
  const post = (token: string, path: string, body: object) =>
    fetch(`${github.url}/repos/acme/logging/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  await post(github.developerToken, 'issues', { title: 'A pull request as far as comments go' });
  return {
    github,
    comment: (token: string, body: string) => post(token, 'issues/1/comments', { body }),
    async [Symbol.asyncDispose]() {
      await github.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
