import { expect, test } from 'vitest';
import type { Report, ServiceReport } from './report.ts';
import { renderSummary } from './summary.ts';

const at = '2026-11-23T12:00:00.000Z';
const arn = (name: string, revision: number) => `arn:aws:ecs:eu-west-1:1:task-definition/${name}:${revision}`;
const pass = (detail: string) => ({ status: 'pass', detail, at }) as const;

const worker: ServiceReport = {
  service: 'worker',
  wave: 1,
  state: 'promoted',
  from: arn('w', 41),
  to: arn('w', 42),
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
  from: arn('f', 17),
  to: arn('f', 18),
  restored: arn('f', 17),
  seconds: 392,
  gates: {
    deployment: pass('2 of 2 tasks'),
    sidecar: { status: 'fail', detail: 'container alloy stopped with exit code 1, <b>bad</b> | `x`\n@team', at },
  },
  reason: 'gate sidecar failed',
};
const matching: ServiceReport = {
  ...worker,
  service: 'matching',
  wave: 3,
  state: 'pending',
  from: arn('m', 12),
  to: null,
  seconds: null,
  gates: {},
};
const report: Report = {
  schemaVersion: 1,
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
  pullRequest: null,
  plan: [],
  polls: 0,
  ecsCalls: 0,
};

test('says the verdict first, then what happened, why, and what to do', () => {
  expect(
    renderSummary(report),
  ).toBe(`## ⛔ prod rollout stopped at wave 2: \`frontend\` rolled back, \`worker\` stays promoted

| wave | service | state | revision | time | why |
| --- | --- | --- | --- | --- | --- |
| 1 | worker | ✅ promoted | 41 → 42 | 14m 10s | 3 of 3 gates |
| 2 | frontend | ↩️ rolled back | 17 → 18 → 17 | 6m 32s | gate \`sidecar\` |
| 3 | matching | ⏸ not started | 12 |  |  |

**Gate \`sidecar\` failed for frontend:** container alloy stopped with exit code 1, \\<b\\>bad\\</b\\> | \\\`x\\\` &#64;team.

**Next:** fix \`environments/prod\` and merge (that clears the hold), or run *Rollback* to move the other services back as well.

| gate | worker | frontend |
| --- | --- | --- |
| deployment | pass | pass |
| sidecar | pass (1 of 1 alive for 92 s, window 90 s) | **fail** |
| logs | pass (2 s old) | not reached |

<sub>phase \`rollout\` · epoch 3</sub>
`);
});

test('a text with a bar stays in its cell', () => {
  const held = { ...frontend, state: 'held', gates: {}, reason: 'a | b' } as const;
  expect(renderSummary({ ...report, outcome: 'held', services: [held] })).toContain('| a \\| b |');
});

test.each([
  ['promoted', { services: [worker] }, '## ✅ prod: 1 of 1 services promoted'],
  ['refused', { reason: 'on hold since today' }, '## 🚫 prod rollout refused'],
  ['unfinished', {}, '## ⏸ prod rollout unfinished'],
] as const)('tells an outcome: %s', (outcome, other, headline) => {
  const markdown = renderSummary({ ...report, ...other, outcome });
  expect(markdown.split('\n')[0]).toContain(headline);
  if (outcome === 'refused') expect(markdown).toContain('On hold since today.');
});

test('a status on hold names the hold and how to end it', () => {
  const markdown = renderSummary({ ...report, command: 'status', reason: 'on hold: r' });
  expect(markdown.split('\n')[0]).toBe('## ⛔ prod: on hold: r');
  expect(markdown).toContain('run the command `release`');
});
