import { expect, test } from 'vitest';
import { judgeDeployment } from './deployment.ts';
import type { Policy } from './desired.ts';
import type { Deployment, EcsService, Task } from './world.ts';

const NEW = 'arn:aws:ecs:eu-west-1:1:task-definition/w:2';
const OLD = 'arn:aws:ecs:eu-west-1:1:task-definition/w:1';
const policy: Policy = {
  pollSeconds: 15,
  deadlineSeconds: 600,
  sidecarWindowSeconds: 90,
  freshnessSeconds: 30,
  settleSeconds: 30,
  taskFailureLimit: 3,
  errorLimit: 5,
};
const move = { definition: NEW, deploymentId: 'ecs-svc/2', startedAtMs: 0 };

const deployment = (other: Partial<Deployment> = {}): Deployment => ({
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: NEW,
  runningCount: 2,
  failedTasks: 0,
  rolloutState: 'COMPLETED',
  rolloutStateReason: '',
  ...other,
});
const service = (deployments: Deployment[], other: Partial<EcsService> = {}): EcsService => ({
  name: 'w',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  deployments,
  events: [],
  ...other,
});
const task = (id: string, other: Partial<Task> = {}): Task => ({
  arn: id,
  id,
  taskDefinition: NEW,
  lastStatus: 'RUNNING',
  startedBy: 'ecs-svc/2',
  containers: [],
  ...other,
});
const two = [task('a'), task('b')];
const judge = (seen: EcsService, tasks: Task[] = two, now = 60_000) => judgeDeployment(move, seen, tasks, now, policy);

test('is complete when the deployment is ours, COMPLETED, and its tasks run', () => {
  expect(judge(service([deployment()]))).toEqual({ status: 'complete', detail: '2 of 2 tasks run w:2' });
});

test.each<[string, EcsService, Task[]]>([
  [
    'COMPLETED early, with a task of the old revision still running',
    service([deployment()]),
    [...two, task('old', { taskDefinition: OLD, startedBy: 'ecs-svc/1' })],
  ],
  ['COMPLETED early, with a task missing', service([deployment()], { runningCount: 1 }), [task('a')]],
  [
    'a task of another deployment of the same revision',
    service([deployment()]),
    [task('a'), task('b', { startedBy: 'ecs-svc/1' })],
  ],
  ['not COMPLETED yet', service([deployment({ rolloutState: 'IN_PROGRESS' })]), two],
])('is not complete: %s', (_, seen, tasks) => {
  expect(judge(seen, tasks).status).toBe('progressing');
});

test('a service that is stable on the old revision has failed', () => {
  const back = deployment({ id: 'ecs-svc/3', taskDefinition: OLD });
  const verdict = judge(service([back], { events: [{ at: 1, message: 'rolling back to deployment ecs-svc/1.' }] }));
  expect(verdict).toMatchObject({ status: 'failed', detail: expect.stringContaining('rolling back to deployment') });
});

test('a read that is older than our update is not a failure', () => {
  const before = service([deployment({ id: 'ecs-svc/1', taskDefinition: OLD })]);
  expect(judge(before, two, 29_000).status).toBe('progressing');
  expect(judge(before, two, 30_000).status).toBe('failed');
});

test('a forced deployment of the same revision counts from then on', () => {
  expect(judge(service([deployment({ id: 'ecs-svc/9' })]))).toEqual({ status: 'replaced', deploymentId: 'ecs-svc/9' });
});

test('three tasks that stopped by themselves are a failure, ordered stops are none', () => {
  const inProgress = service([deployment({ rolloutState: 'IN_PROGRESS' })]);
  const crash = {
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
  };
  const containers = [
    { name: 'main', lastStatus: 'STOPPED', healthStatus: 'UNKNOWN', exitCode: 137, reason: 'OutOfMemoryError' },
  ];
  const crashed = ['x', 'y', 'z'].map((id) => task(id, { ...crash, containers }));
  expect(judge(inProgress, crashed.slice(1)).status).toBe('progressing');
  expect(judge(inProgress, crashed)).toEqual({
    status: 'failed',
    detail:
      '3 tasks of the new revision stopped: Essential container in task exited; container main exited with code 137; OutOfMemoryError',
  });
  const ordered = crashed.map((stopped) => ({
    ...stopped,
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: 'scaling',
  }));
  expect(judge(inProgress, ordered).status).toBe('progressing');
});
