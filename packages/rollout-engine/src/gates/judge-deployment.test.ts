import { describe, expect, it, test } from 'vitest';
import {
  aService,
  at,
  container,
  deployment,
  ecsService,
  NEW,
  OLD,
  OURS,
  onOld,
  POLICY,
  task,
} from '../testing/builders.ts';
import { deployment as gate, judgeDeployment, replacedBy } from './deployment.ts';
import type { Move } from './gate.ts';

const MOVE: Move = { definition: NEW, deploymentId: OURS, startedAt: at(0), watchedFrom: null, adopted: false };

const crashed = (id: string, stoppedAt = at(60)) =>
  task(id, { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'it ended', stoppedAt });

function judge(service = ecsService(), tasks = [task('one')], move: Partial<Move> = {}, now = at(100)) {
  return judgeDeployment({ ...MOVE, ...move }, service, tasks, now, POLICY);
}

test('every service is judged, at every poll, as the function does', () => {
  expect(gate.applies(aService({ variant: 'plain', sidecar: null }), 0)).toBe(true);
  const context = { service: aService(), cluster: 'dev', policy: POLICY, now: at(100), move: MOVE, logs: [] };
  expect(gate.judge({ ...context, seen: ecsService(), tasks: [task('one')] })).toEqual(judge());
});

describe('passes', () => {
  it('once the deployment is complete and exactly its tasks run', () => {
    expect(judge()).toEqual({ status: 'pass', detail: '1 of 1 tasks run dev-worker:2' });
  });

  it('with no task, where none is wanted', () => {
    expect(judge(ecsService({ desiredCount: 0, runningCount: 0 }), []).status).toBe('pass');
  });

  it('with old crashes of other deployments, and of other revisions', () => {
    const foreign = ['a', 'b', 'c'].map((id) => ({ ...crashed(id), startedBy: 'ecs-svc/1', taskDefinition: OLD }));
    const forced = ['d', 'e', 'f'].map((id) => ({ ...crashed(id), startedBy: 'ecs-svc/3' }));
    expect(judge(ecsService(), [task('one'), ...foreign, ...forced]).status).toBe('pass');
  });
});

describe('waits', () => {
  it.each([
    [
      'the rollout is in progress',
      ecsService({ deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] }),
      [task('one')],
    ],
    ['ECS counts fewer than wanted', ecsService({ runningCount: 0 }), [task('one')]],
    ['ECS counts more than wanted', ecsService({ runningCount: 2 }), [task('one')]],
    ['no task of ours runs', ecsService(), [task('one', { lastStatus: 'PENDING' })]],
    ['more tasks of ours run than wanted', ecsService(), [task('one'), task('two')]],
    ['a task of before runs as well', ecsService(), [task('one'), task('old', { taskDefinition: OLD })]],
    ['another deployment started it', ecsService(), [task('one', { startedBy: 'ecs-svc/1' })]],
  ])('while %s', (_, service, tasks) => {
    expect(judge(service, tasks).status).toBe('inconclusive');
  });

  it('and says how far it is, with ECS’s newest trouble since the move began', () => {
    const events = [
      { at: at(50), message: 'has begun draining connections' },
      { at: at(40), message: 'was unable to place a task' },
      { at: at(30), message: '(deployment) tasks failed to start' },
    ];
    const deployments = [deployment({ rolloutState: 'IN_PROGRESS' })];
    expect(judge(ecsService({ deployments, events }), [])).toEqual({
      status: 'inconclusive',
      detail: '0 of 1 tasks run dev-worker:2; was unable to place a task',
    });
  });

  it('without a word of trouble from before the move, or of one that is over', () => {
    const trouble = (seconds: number) => [{ at: at(seconds), message: 'tasks are unhealthy' }];
    const inProgress = [deployment({ rolloutState: 'IN_PROGRESS' })];
    const waits = { status: 'inconclusive', detail: '0 of 1 tasks run dev-worker:2' };
    expect(judge(ecsService({ deployments: inProgress, events: trouble(-1) }), [])).toEqual(waits);
    expect(judge(ecsService({ events: trouble(1) }), [])).toEqual(waits);
    expect(judge(ecsService({ deployments: inProgress, events: trouble(0) }), []).detail).toContain('unhealthy');
  });

  it('while two tasks have stopped by themselves: the third is too many', () => {
    const two = [crashed('a'), crashed('b')];
    expect(judge(ecsService({ runningCount: 0 }), two).status).toBe('inconclusive');
    expect(judge(ecsService({ runningCount: 0 }), [...two, crashed('c')])).toEqual({
      status: 'fail',
      detail: '3 tasks of the new revision stopped: it ended',
    });
  });
});

describe('fails', () => {
  it('when ECS reports the deployment as failed', () => {
    const failed = deployment({ rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' });
    expect(judge(ecsService({ deployments: [failed] }))).toEqual({
      status: 'fail',
      detail: 'ECS reports the deployment as failed: tasks failed to start',
    });
  });

  it('names the newest of the tasks that stopped', () => {
    const newest = { ...crashed('c', at(90)), stoppedReason: 'out of memory' };
    const { detail } = judge(ecsService(), [newest, crashed('a', at(70)), crashed('b', at(80))]);
    expect(detail).toBe('3 tasks of the new revision stopped: out of memory');
  });

  it('at the first task that stops once it is watched, and not before', () => {
    const stops = (seconds: number) =>
      judge(ecsService(), [task('one'), crashed('a', at(seconds))], { watchedFrom: at(60), adopted: false });
    expect(stops(59).status).toBe('pass');
    expect(stops(60)).toEqual({ status: 'fail', detail: 'a task of the new revision stopped by itself: it ended' });
    const { stoppedAt: _, ...timeless } = crashed('a');
    expect(judge(ecsService(), [task('one'), timeless], { watchedFrom: at(60), adopted: false }).status).toBe('pass');
  });
});

describe('when ECS deploys something else', () => {
  it('ECS has a moment to show a deployment that it doesn’t know yet', () => {
    expect(judge(onOld(), [], {}, at(29))).toEqual({
      status: 'inconclusive',
      detail: "ECS doesn't show the deployment yet",
      settling: true,
    });
    expect(judge(onOld(), [], {}, at(30))).toEqual({
      status: 'fail',
      detail: 'ECS no longer deploys our revision but dev-worker:1: no reason given',
    });
  });

  it('a deployment that it knows, and has replaced, is lost at once', () => {
    const ours = deployment({ status: 'ACTIVE', rolloutState: 'FAILED', rolloutStateReason: 'circuit breaker' });
    const { deployments } = onOld();
    expect(judge(onOld({ deployments: [...deployments, ours] }), [], {}, at(1))).toEqual({
      status: 'fail',
      detail: 'ECS no longer deploys our revision but dev-worker:1: circuit breaker',
    });
  });

  it('says why, as far as the events do', () => {
    const events = [{ at: at(5), message: 'rolling back to deployment ecs-svc/1' }];
    expect(judge(onOld({ events })).detail).toBe(
      'ECS no longer deploys our revision but dev-worker:1: rolling back to deployment ecs-svc/1',
    );
    expect(judge(ecsService({ deployments: [] })).detail).toContain('but nothing: no reason given');
  });
});

test('a newer deployment of the same definition counts as ours, another definition doesn’t', () => {
  expect(replacedBy(MOVE, ecsService())).toBeUndefined();
  expect(replacedBy(MOVE, ecsService({ deployments: [deployment({ id: 'ecs-svc/3' })] }))).toBe('ecs-svc/3');
  expect(replacedBy(MOVE, onOld())).toBeUndefined();
  expect(replacedBy(MOVE, ecsService({ deployments: [] }))).toBeUndefined();
});

test('a task that stopped is explained by the container that failed', () => {
  const sick = crashed('a');
  const containers = [container('worker'), container('alloy', { exitCode: 1, reason: 'OutOfMemoryError' })];
  expect(judge(ecsService(), [{ ...sick, containers }], { watchedFrom: at(0), adopted: false }).detail).toBe(
    'a task of the new revision stopped by itself: it ended; container alloy exited with code 1; OutOfMemoryError',
  );
});
