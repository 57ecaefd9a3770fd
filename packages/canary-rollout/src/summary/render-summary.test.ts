import type { Report, RevisionReport, ServiceReport } from '@loki-adoption/rollout-engine';
import { expect, test } from 'vitest';
import { renderSummary } from './render-summary.ts';

const at = '2026-11-23T12:00:00.000Z';
const measured = (status: 'pass' | 'fail' | 'inconclusive' | 'error', detail: string) => {
  return { status, detail, at, measurements: [{ status, detail, at }] };
};
const pass = (detail: string) => measured('pass', detail);
/** Odd revisions have ADOT, even ones Alloy. */
const revision = (name: string, number: number, tag = '1.30.0'): RevisionReport => ({
  definition: `arn:aws:ecs:eu-west-1:1:task-definition/${name}:${number}`,
  image: `registry/${name}:${tag}`,
  variant: number % 2 === 1 ? 'adot' : 'alloy',
});

const worker: ServiceReport = {
  service: 'worker',
  wave: 1,
  state: 'promoted',
  moved: true,
  from: revision('w', 41, '1.29.0'),
  to: revision('w', 42),
  restored: null,
  seconds: 850,
  gates: {
    deployment: pass('1 of 1 tasks'),
    sidecar: pass('1 of 1 alive for 92 s, window 90 s'),
    logs: pass('2 s old'),
  },
  reason: null,
};
const frontend: ServiceReport = {
  service: 'frontend',
  wave: 2,
  state: 'rolled-back',
  moved: true,
  from: revision('f', 17),
  to: revision('f', 18),
  restored: revision('f', 17),
  seconds: 392,
  gates: {
    deployment: pass('2 of 2 tasks'),
    sidecar: measured('fail', 'container alloy stopped with exit code 1, <b>bad</b> | `x`\n@team'),
    logs: pass('1 s old'),
  },
  reason: 'gate sidecar failed',
};
const matching: ServiceReport = {
  ...worker,
  service: 'matching',
  wave: 3,
  state: 'pending',
  moved: false,
  from: revision('m', 12),
  to: null,
  seconds: null,
  gates: {},
};
const report: Report = {
  schemaVersion: 2,
  command: 'rollout',
  environment: 'prod',
  phase: 'rollout',
  outcome: 'rolled-back',
  reason: 'frontend: gate sidecar failed',
  epoch: 3,
  run: 'run 1',
  startedAt: at,
  finishedAt: at,
  services: [worker, frontend, matching],
  verifiedPhases: ['infrastructure'],
  hold: { reason: 'r', at, outcome: 'rolled-back', desiredStateHash: 'h' },
  notes: [],
  revert: null,
  plan: [],
  polls: 0,
  ecsCalls: 0,
};

test('says the verdict first, then what happened, why, and what to do', () => {
  expect(renderSummary(report)).toMatchInlineSnapshot(`
    "## ⛔ prod rollout stopped at wave 2: \`frontend\` rolled back, \`worker\` stays promoted

    | wave | service | state | revision | variant | application | time | why |
    |------|---------|-------|----------|---------|-------------|------|-----|
    | 1 | worker | ✅ promoted | 41 → 42 | adot → alloy | w:1.29.0 → w:1.30.0 | 14m 10s | 3 of 3 gates |
    | 2 | frontend | ↩️ rolled back | 17 → 18 → 17 | adot → alloy → adot | f:1.30.0 | 6m 32s | gate \`sidecar\` |
    | 3 | matching | ⏸ not started | 12 | alloy | m:1.30.0 | | |

    **Gate \`sidecar\` failed for frontend:** container alloy stopped with exit code 1, \\<b>bad\\</b> \\| \\\`x\\\` @​team.

    **Next:** fix \`environments/prod\` and merge (that clears the hold), or run *Rollback* to move the other services back as well.

    | gate | worker | frontend |
    |------|--------|----------|
    | deployment | pass | pass |
    | sidecar | pass (1 of 1 alive for 92 s, window 90 s) | **fail** |
    | logs | pass (2 s old) | passed before that |

    <sub>phase \`rollout\` · epoch 3</sub>
    "
  `);
});

test('a revision shows its application and its variant, all the way back', () => {
  const service = { ...worker, state: 'rolled-back', restored: revision('w', 41, '1.29.0'), gates: {} } as const;
  const summary = renderSummary({ ...report, services: [service] });
  expect(summary).toContain('| 41 → 42 → 41 | adot → alloy → adot | w:1.29.0 → w:1.30.0 → w:1.29.0 |');
});

test('somebody is not notified by a name in an error', () => {
  expect(renderSummary(report)).not.toMatch(/(^|[^\w`])@team|&#64;/);
});

test('a text with a bar stays in its cell', () => {
  const held = { ...frontend, state: 'held', gates: {}, reason: 'a | b' } as const;
  expect(renderSummary({ ...report, outcome: 'held', services: [held] })).toContain('| a \\| b |');
});

test.each([
  ['promoted', { services: [worker] }, '## ✅ prod: 1 of 1 services promoted'],
  ['unchanged', { services: [worker] }, '## ✅ prod: nothing had to be moved, 1 of 1 services run their target'],
  ['refused', { reason: 'on hold since today' }, '## 🚫 prod rollout refused'],
  ['unfinished', {}, '## ⏸ prod rollout unfinished'],
] as const)('says an outcome: %s', (outcome, other, headline) => {
  const markdown = renderSummary({ ...report, ...other, outcome });
  expect(markdown.split('\n')[0]).toContain(headline);
  if (outcome === 'refused') expect(markdown).toContain('On hold since today.');
});

test.each([
  ['inconclusive', 'had no data to pass'],
  ['error', 'could not be measured'],
  ['fail', 'failed'],
] as const)('a gate that is %s is said as such', (status, words) => {
  const service = { ...frontend, gates: { deployment: pass('2 of 2 tasks'), logs: measured(status, 'no line') } };
  const summary = renderSummary({ ...report, services: [service] });
  expect(summary).toContain(`**Gate \`logs\` ${words} for frontend:** no line.`);
  expect(summary).toContain(status === 'fail' ? '| **fail** |' : `| ${status}: no line |`);
});

test('a status on hold names the hold and how to end it', () => {
  const markdown = renderSummary({ ...report, command: 'status', reason: 'on hold: r' });
  expect(markdown.split('\n')[0]).toBe('## ⛔ prod: on hold: r');
  expect(markdown).toContain('run the command `release`');
});

test('a status says what is left, or that nothing is', () => {
  const status = { ...report, command: 'status', hold: null } as const;
  expect(renderSummary(status)).toContain('the next deploy moves frontend, matching.');
  expect(renderSummary({ ...status, services: [worker] })).toContain('nothing is on hold and nothing is left to move.');
});

test('a service that was not moved is in place, and nobody says that it was promoted', () => {
  const inPlace = { ...worker, service: 'matching', moved: false, seconds: null };
  const summary = renderSummary({ ...report, outcome: 'promoted', services: [worker, inPlace] });
  expect(summary).toContain('## ✅ prod: 1 of 2 services promoted, 1 in place');
  expect(summary).toContain('| matching | ✅ in place |');
  const unchanged = renderSummary({ ...report, outcome: 'unchanged', services: [inPlace] });
  expect(unchanged).not.toContain('promoted');
  expect(renderSummary({ ...report, command: 'status', services: [inPlace] })).toContain('| matching | ✅ promoted |');
});

test.each([
  [{ pullRequest: 'https://g/pull/7' }, /Next:\*\* merge \[.*\]\(https:\/\/g\/pull\/7\), so that/],
  [
    { branch: 'rollback/dev-4', compareUrl: 'https://g/compare/main...rollback/dev-4?expand=1' },
    /Next:\*\* open a pull request from \[`rollback\/dev-4`\]\(https:\/\/g\/compare\/main\.\.\.rollback\/dev-4\?expand=1\) and merge it, so/,
  ],
])('a rollback says what to merge: %j', (revert, expected) => {
  expect(renderSummary({ ...report, command: 'rollback', revert })).toMatch(expected);
});
