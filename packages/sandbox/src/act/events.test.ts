import { expect, test } from 'vitest';
import { RunRecorder } from './events.ts';

function record(lines: readonly object[]): RunRecorder {
  const recorder = new RunRecorder(() => {});
  for (const line of lines) recorder.line(JSON.stringify(line));
  return recorder;
}

test('a job carries its result, outputs, summary and the steps that failed', () => {
  const [job] = record([
    { job: 'Plan/dev', stage: 'Main', stepID: ['0'], step: 'Check out', stepResult: 'success' },
    { job: 'Plan/dev', command: 'set-output', name: 'phase', arg: 'rollout' },
    { job: 'Plan/dev', command: 'summary', content: '## Verdict\n' },
    { job: 'Plan/dev', raw_output: true, msg: 'hello\n' },
    { job: 'Plan/dev', stepID: ['1'], step: 'Roll out', stepResult: 'failure' },
    { job: 'Plan/dev', jobResult: 'failure' },
  ]).jobs();
  expect(job).toEqual({
    name: 'Plan/dev',
    result: 'failure',
    outputs: { phase: 'rollout' },
    summary: '## Verdict\n',
    failedSteps: ['Roll out'],
    log: 'hello\n',
  });
});

test('a job that never ended is not a successful one', () => {
  expect(record([{ job: 'a', msg: 'started' }]).jobs()[0]?.result).toBe('unfinished');
});

test('lines outside of JSON are kept as messages', () => {
  const recorder = new RunRecorder(() => {});
  recorder.line("Error: workflow is not valid. 'plan.yml'");
  expect(recorder.messages()).toContain('workflow is not valid');
});
