import { expect, test } from 'vitest';
import type { EcsService, Task } from '../model/ecs.ts';
import { EC2, FARGATE } from '../testing/builders.ts';
import { deploymentOf, MOVE, NEW, OLD, POLICY, serviceOf, taskOf } from '../testing/gate-context.ts';
import { judgeDeployment, replacedBy } from './deployment.ts';

const two = [taskOf('a'), taskOf('b')];
const judge = (seen: EcsService, tasks: readonly Task[] = two, now = 60_000, watchedFrom: number | null = null) =>
  judgeDeployment({ ...MOVE, watchedFrom }, seen, tasks, now, POLICY);

const crashed = (id: string, other: Partial<Task> = {}): Task =>
  taskOf(id, { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedAt: 30_000, ...other });

test('passes when the deployment is ours, COMPLETED, and exactly its tasks run', () => {
  expect(judge(serviceOf([deploymentOf()]))).toEqual({ status: 'pass', detail: '2 of 2 tasks run w:2' });
});

test.each<[string, EcsService, Task[]]>([
  [
    'a task of the old revision still runs',
    serviceOf([deploymentOf()]),
    [...two, taskOf('old', { taskDefinition: OLD, startedBy: 'ecs-svc/1' })],
  ],
  ['a task is missing', serviceOf([deploymentOf()], { runningCount: 1 }), [taskOf('a')]],
  [
    'a task that runs was started by an older deployment of the same revision',
    serviceOf([deploymentOf()]),
    [taskOf('a'), taskOf('b', { startedBy: 'ecs-svc/1' })],
  ],
  ['ECS is still at it', serviceOf([deploymentOf({ rolloutState: 'IN_PROGRESS' })]), two],
  ['the service counts more than the tasks that were described', serviceOf([deploymentOf()], { runningCount: 3 }), two],
  ['more are wanted by now', serviceOf([deploymentOf()], { desiredCount: 3 }), two],
])('COMPLETED is not enough when %s', (_, seen, tasks) => {
  expect(judge(seen, tasks).status).toBe('inconclusive');
});

test('fails with the reason of ECS when the deployment has failed', () => {
  const failed = deploymentOf({ rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' });
  expect(judge(serviceOf([failed]))).toEqual({
    status: 'fail',
    detail: 'ECS reports the deployment as failed: tasks failed to start',
  });
});

test('fails as soon as three tasks of the new revision have stopped by themselves, not before', () => {
  const seen = serviceOf([deploymentOf({ rolloutState: 'IN_PROGRESS' })]);
  expect(judge(seen, [crashed('a'), crashed('b')]).status).toBe('inconclusive');
  expect(judge(seen, [crashed('a'), crashed('b'), crashed('c')])).toMatchObject({
    status: 'fail',
    detail: '3 tasks of the new revision stopped: EssentialContainerExited',
  });
});

test.each<[string, Partial<Task>]>([
  ['the scheduler stopped', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity' }],
  ['somebody stopped', { stopCode: 'UserInitiated' }],
  ['was of the old revision', { taskDefinition: OLD, startedBy: 'ecs-svc/1' }],
])('a task that %s is not one of its failures', (_, other) => {
  const tasks = ['a', 'b', 'c'].map((id) => crashed(id, other));
  expect(judge(serviceOf([deploymentOf({ rolloutState: 'IN_PROGRESS' })]), tasks).status).toBe('inconclusive');
});

test.each([
  [29_999, 'fail'],
  [30_000, 'fail'],
  [30_001, 'pass'],
])('during a bake that is watched from %i, a task that stopped at 30000 makes it %s', (watchedFrom, status) => {
  expect(judge(serviceOf([deploymentOf()]), [...two, crashed('c')], 60_000, watchedFrom).status).toBe(status);
});

test('an update that ECS does not show yet is waited for, for as long as reads may be stale', () => {
  const before = serviceOf([deploymentOf({ id: 'ecs-svc/1', taskDefinition: OLD })]);
  expect(judge(before, two, 29_999)).toMatchObject({ status: 'inconclusive', settling: true });
  expect(judge(before, two, 30_000)).toMatchObject({ status: 'fail' });
});

test('a deployment of ours that is no longer the primary one has lost, however young it is', () => {
  const message = '(service w) rolling back to deployment ecs-svc/1.';
  const back = [deploymentOf({ id: 'ecs-svc/1', taskDefinition: OLD }), deploymentOf({ status: 'ACTIVE' })];
  expect(judge(serviceOf(back, { events: [{ at: 5000, message }] }), two, 10_000)).toEqual({
    status: 'fail',
    detail: `ECS no longer deploys our revision but w:1: ${message}`,
  });
});

test('a newer deployment of the same revision takes over, one of another doesn’t', () => {
  const ours = { definition: NEW, deploymentId: 'ecs-svc/2' };
  expect(replacedBy(ours, serviceOf([deploymentOf()]))).toBeUndefined();
  expect(replacedBy(ours, serviceOf([deploymentOf({ id: 'ecs-svc/3' })]))).toBe('ecs-svc/3');
  expect(replacedBy(ours, serviceOf([deploymentOf({ id: 'ecs-svc/3', taskDefinition: OLD })]))).toBeUndefined();
});

test('the same revision on another capacity is not ours: ECS has gone back to where its tasks ran', () => {
  const move = { ...MOVE, capacity: FARGATE };
  const back = serviceOf([deploymentOf({ id: 'ecs-svc/1', capacity: EC2 })]);
  expect(replacedBy(move, back)).toBeUndefined();
  expect(judgeDeployment(move, back, two, 60_000, POLICY)).toEqual({
    status: 'fail',
    detail: 'ECS no longer deploys our revision but w:2 on graviton: no reason given',
  });
  const forced = serviceOf([deploymentOf({ id: 'ecs-svc/3', capacity: FARGATE })]);
  expect(replacedBy(move, forced)).toBe('ecs-svc/3');
});
