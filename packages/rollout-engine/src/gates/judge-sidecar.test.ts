import { describe, expect, it, test } from 'vitest';
import { aService, at, container, ecsService, NEW, OURS, POLICY, task } from '../testing/builders.ts';
import { judgeSidecar, sidecar } from './sidecar.ts';

const judge = (tasks = [task('one')], now = at(70)) => judgeSidecar('alloy', tasks, now, 70);
const withContainers = (id: string, ...containers: ReturnType<typeof container>[]) => task(id, { containers });
const alloy = (changes: Parameters<typeof container>[1]) => container('alloy', changes);

test('means something for a service with a sidecar and a task', () => {
  expect(sidecar.applies(aService(), 1)).toBe(true);
  expect(sidecar.applies(aService(), 0)).toBe(false);
  expect(sidecar.applies(aService({ sidecar: null }), 1)).toBe(false);
});

test('only tasks of the move are judged, by the window of the policy', () => {
  const move = { definition: NEW, deploymentId: OURS, startedAt: at(0), watchedFrom: null, adopted: false };
  const context = { service: aService(), cluster: 'dev', policy: POLICY, move, seen: ecsService(), logs: [] };
  const before = task('old', { startedBy: 'ecs-svc/1', containers: [alloy({ lastStatus: 'STOPPED', exitCode: 1 })] });
  const judged = (seconds: number) => sidecar.judge({ ...context, now: at(seconds), tasks: [before, task('one')] });
  expect(judged(69)).toEqual({ status: 'inconclusive', detail: 'alloy 1 of 1 alive for 69 s of 70 s', settling: true });
  expect(judged(70)).toEqual({ status: 'pass', detail: '1 of 1 alive for 70 s, window 70 s' });
});

describe('passes', () => {
  it('when the youngest has run for the window: its elder’s age doesn’t help it', () => {
    const young = task('two', { startedAt: at(30) });
    expect(judge([task('one'), young], at(99)).status).toBe('inconclusive');
    expect(judge([young, task('one')], at(99))).toEqual({
      status: 'inconclusive',
      detail: 'alloy 2 of 2 alive for 69 s of 70 s',
      settling: true,
    });
    expect(judge([task('one'), young], at(100)).detail).toBe('2 of 2 alive for 70 s, window 70 s');
  });

  it('with init containers that have ended with code 0, or with none', () => {
    const done = container('init', { lastStatus: 'STOPPED', exitCode: 0 });
    const silent = container('chown', { lastStatus: 'STOPPED' });
    expect(judge([withContainers('one', done, silent, alloy({}))]).status).toBe('pass');
  });

  it('with an ADOT of which ECS knows no health', () => {
    const adot = withContainers('one', container('adot-collector', { healthStatus: 'UNKNOWN' }));
    expect(judgeSidecar('adot-collector', [adot], at(70), 70).status).toBe('pass');
  });

  it('whatever a stopped task left', () => {
    const gone = task('gone', { lastStatus: 'STOPPED', containers: [alloy({ lastStatus: 'STOPPED', exitCode: 1 })] });
    expect(judge([task('one'), gone]).status).toBe('pass');
  });
});

describe('waits', () => {
  it('for a task', () => {
    expect(judge([])).toEqual({ status: 'inconclusive', detail: 'no task runs' });
    expect(judge([task('one', { lastStatus: 'PENDING' })]).detail).toBe('no task runs');
  });

  it.each([
    ['pending', alloy({ lastStatus: 'PENDING' })],
    ['unhealthy', alloy({ healthStatus: 'UNHEALTHY' })],
  ])('while the container is %s', (state, container) => {
    expect(judge([task('one'), withContainers('two', container)])).toEqual({
      status: 'inconclusive',
      detail: `container alloy is ${state} in 1 of 2 tasks`,
    });
  });

  it('while Alloy hasn’t come up, and not for ever', () => {
    const starting = withContainers('two', alloy({ healthStatus: 'UNKNOWN' }));
    const detail = 'container alloy is not healthy yet in 1 of 2 tasks';
    expect(judge([task('one'), starting], at(69))).toEqual({ status: 'inconclusive', detail, settling: true });
    expect(judge([task('one'), starting], at(70))).toEqual({ status: 'inconclusive', detail });
    const unwell = withContainers('three', alloy({ healthStatus: 'UNHEALTHY' }));
    expect(judge([unwell, starting], at(69))).not.toHaveProperty('settling');
  });

  it('for a task that has no time of its start yet', () => {
    const { startedAt: _, ...timeless } = task('one');
    expect(judge([timeless], at(500)).detail).toBe('alloy 1 of 1 alive for 0 s of 70 s');
  });
});

describe('fails', () => {
  it('when a collector has stopped, because ECS doesn’t restart it', () => {
    const dead = alloy({ lastStatus: 'STOPPED', exitCode: 1, reason: 'OutOfMemoryError' });
    expect(judge([task('one'), withContainers('two', dead)])).toEqual({
      status: 'fail',
      detail:
        '1 of 2 tasks run without it: container alloy stopped with exit code 1, OutOfMemoryError; ' +
        'not restarted: ECS restarts none that ran less than the 60 s of its restart policy',
    });
  });

  it('even when it ended with code 0, or with a code that nobody knows', () => {
    const words = (exitCode?: number) =>
      judge([withContainers('one', alloy({ lastStatus: 'STOPPED', ...(exitCode === undefined ? {} : { exitCode }) }))]);
    expect(words(0)).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('stopped with exit code 0; not'),
    });
    expect(words()).toMatchObject({ status: 'fail', detail: expect.stringContaining('exit code unknown; not') });
  });

  it('when an init container has failed', () => {
    const init = container('init', { lastStatus: 'STOPPED', exitCode: 2, reason: 'no volume' });
    expect(judge([withContainers('one', init, alloy({ lastStatus: 'PENDING' }))]).detail).toBe(
      '1 of 1 tasks run without it: container init stopped with exit code 2, no volume',
    );
  });

  it('when a task has no such container', () => {
    expect(judge([withContainers('0123456789', container('worker'))])).toEqual({
      status: 'fail',
      detail: '1 of 1 tasks run without it: task 01234567 has no container alloy',
    });
  });

  it('but not for a container that runs on after it was restarted', () => {
    expect(judge([withContainers('one', alloy({ exitCode: 1 }))]).status).toBe('pass');
  });
});
