import { describe, expect, it, test } from 'vitest';
import type { LogsLook } from '../model/world.ts';
import { aService, at, ecsService, NEW, OURS, POLICY, task } from '../testing/builders.ts';
import { judgeLogs, logs } from './logs.ts';
import { gatesFor, havePassed } from './registry.ts';

const labels = (taskId: string, changes = {}) => ({
  service_name: 'worker',
  cluster: 'dev-cluster',
  container_name: 'worker',
  task_id: taskId,
  ...changes,
});

/** A look at a time, with the age in seconds of each task's newest line. */
function looked(seconds: number, ages: Record<string, number>, changes: Partial<LogsLook> = {}): LogsLook {
  const ids = Object.keys(ages);
  const newest = Object.fromEntries(ids.map((id) => [id, at(seconds - (ages[id] ?? 0))]));
  return { seenAt: at(seconds), streams: ids.map((id) => labels(id)), newest, recent: ids, ...changes };
}

function judge(looks: readonly LogsLook[], tasks = [task('one')]) {
  const expected = { service: 'worker', cluster: 'dev-cluster', container: 'worker', freshnessSeconds: 30 };
  return judgeLogs(expected, looks, tasks);
}

test('means something for a service that runs Alloy, with a task', () => {
  expect(logs.applies(aService(), 1)).toBe(true);
  expect(logs.applies(aService(), 0)).toBe(false);
  expect(logs.applies(aService({ variant: 'adot' }), 1)).toBe(false);
});

test('what is expected are the service’s own names, and the freshness of the policy', () => {
  const move = { definition: NEW, deploymentId: OURS, startedAt: at(0), watchedFrom: null, adopted: false };
  const base = { policy: POLICY, move, now: at(10), seen: ecsService(), tasks: [task('one')] };
  const service = aService({ container: 'temporal' });
  const context = { ...base, service, cluster: 'dev-cluster' };
  const streams = [labels('one', { container_name: 'temporal' })];
  expect(logs.judge({ ...context, logs: [looked(10, { one: 30 }, { streams })] }).status).toBe('pass');
  expect(logs.judge({ ...context, logs: [looked(10, { one: 31 }, { streams })] }).status).toBe('inconclusive');
  expect(logs.judge({ ...context, logs: [looked(10, { one: 1 })] }).status).toBe('fail');
});

describe('a task’s line', () => {
  it('is fresh as long as it is no older than the limit when it is seen', () => {
    expect(judge([looked(100, { one: 30 })])).toEqual({
      status: 'pass',
      detail: 'labels exact for 1 of 1 tasks; newest line 30.0 s old, limit 30 s',
    });
    expect(judge([looked(100, { one: 31 })])).toEqual({
      status: 'inconclusive',
      detail: 'task one: newest line 31 s old, limit 30 s',
    });
  });

  it('counts with the age that it was freshest with: a later, stale look doesn’t beat it', () => {
    expect(judge([looked(10, { one: 2 }), looked(100, { one: 92 })]).detail).toContain('newest line 2.0 s old');
    expect(judge([looked(10, { one: 40 }), looked(100, { one: 5 })]).detail).toContain('newest line 5.0 s old');
  });

  it('is needed of each task', () => {
    expect(
      judge(
        [looked(10, { one: 1 }, { streams: [labels('one'), labels('two')], recent: ['one', 'two'] })],
        [task('one'), task('two')],
      ),
    ).toEqual({ status: 'inconclusive', detail: 'task two: no line, limit 30 s' });
  });
});

describe('labels', () => {
  it('are those of the last look', () => {
    const wrong = [labels('one', { cluster: 'other' })];
    const good = looked(20, { one: 1 });
    const bad = looked(20, { one: 1 }, { streams: wrong });
    expect(judge([bad, good]).status).toBe('pass');
    expect(judge([good, bad])).toEqual({ status: 'fail', detail: 'cluster is "other" instead of "dev-cluster"' });
  });

  it('fail on the task of a stranger, and of nobody', () => {
    const strangers = (taskId: string | undefined) => {
      const { task_id: _, ...nameless } = labels('x');
      return [labels('one'), taskId === undefined ? nameless : labels(taskId)];
    };
    expect(judge([looked(9, { one: 1 }, { streams: strangers('stranger-1') })])).toEqual({
      status: 'fail',
      detail: 'task_id stranger is not a task of the service',
    });
    expect(judge([looked(9, { one: 1 }, { streams: strangers(undefined) })]).detail).toBe('a stream has no task_id');
  });

  it('of a task that ran lately and runs no more don’t matter: it may have had others', () => {
    const streams = [labels('one'), labels('gone', { container_name: 'before' })];
    expect(judge([looked(9, { one: 1 }, { streams, recent: ['one', 'gone'] })]).status).toBe('pass');
    const stopped = task('gone', { lastStatus: 'STOPPED' });
    expect(judge([looked(9, { one: 1 }, { streams, recent: ['one', 'gone'] })], [task('one'), stopped]).status).toBe(
      'pass',
    );
  });
});

test('without a look there is no verdict', () => {
  expect(judge([])).toEqual({ status: 'inconclusive', detail: 'Loki has not been asked yet' });
});

test('gates come in their order, and only those that mean something', () => {
  const names = (service: Parameters<typeof gatesFor>[0], count = 1) =>
    gatesFor(service, count).map(({ name }) => name);
  expect(names(aService())).toEqual(['deployment', 'sidecar', 'logs']);
  expect(names(aService({ variant: 'adot', sidecar: 'adot-collector' }))).toEqual(['deployment', 'sidecar']);
  expect(names(aService(), 0)).toEqual(['deployment']);
});

test('gates have passed when each of them has: one that wasn’t measured hasn’t', () => {
  const pass = { at: '2026-11-26T12:00:00.000Z', status: 'pass' as const, detail: '', measurements: [] };
  const gates = gatesFor(aService(), 1);
  expect(havePassed(gates, { deployment: pass, sidecar: pass, logs: pass })).toBe(true);
  expect(havePassed(gates, { deployment: pass, sidecar: pass })).toBe(false);
  expect(havePassed(gates, { deployment: pass, sidecar: pass, logs: { ...pass, status: 'inconclusive' } })).toBe(false);
  expect(havePassed([], {})).toBe(true);
});
