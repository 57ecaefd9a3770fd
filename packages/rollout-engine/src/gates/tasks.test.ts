import { expect, test } from 'vitest';
import { container, NEW, OLD, OURS, task } from '../testing/builders.ts';
import { attributed, crashes, stopFacts, tasksOf } from './tasks.ts';

const MOVE = { definition: NEW, deploymentId: OURS };
const ids = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id);
const stopped = (id: string, changes: object) => ({ ...task(id), lastStatus: 'STOPPED', ...changes });

test('a task is of a deployment when that started it, and with its revision', () => {
  const tasks = [task('ours'), task('other', { startedBy: 'ecs-svc/9' }), task('old', { taskDefinition: OLD })];
  expect(ids(tasksOf(MOVE, [...tasks, stopped('gone', {})]))).toEqual(['ours', 'gone']);
});

test('running tasks of the revision can be counted as started by the deployment, others keep who started them', () => {
  const startedBy = 'ecs-svc/9';
  const tasks = [
    task('a', { startedBy }),
    task('b', { startedBy, lastStatus: 'STOPPED' }),
    task('c', { startedBy, taskDefinition: OLD }),
  ];
  expect(attributed(MOVE, tasks).map((each) => each.startedBy)).toEqual([OURS, startedBy, startedBy]);
});

test.each([
  ['failed to start', { stopCode: 'TaskFailedToStart' }, true],
  ['lost an essential container', { stopCode: 'EssentialContainerExited' }, true],
  [
    'failed a health check',
    { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB Health Checks' },
    true,
  ],
  ['failed a container’s health check', { stoppedReason: 'failed container health checks' }, true],
  ['was stopped by somebody', { stopCode: 'UserInitiated', stoppedReason: 'Stopped by user' }, false],
  [
    'was stopped when ECS scaled in',
    { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity' },
    false,
  ],
  ['stopped, and nobody says why', {}, false],
  ['runs', { stopCode: 'TaskFailedToStart', lastStatus: 'RUNNING' }, false],
])('a task that %s: a crash?', (_, changes, isCrash) => {
  expect(crashes([stopped('one', changes)])).toHaveLength(isCrash ? 1 : 0);
});

test('crashes come in the order of time; one without a time comes first', () => {
  const stopCode = 'TaskFailedToStart';
  const all = [
    stopped('c', { stopCode, stoppedAt: 3 }),
    stopped('a', { stopCode }),
    stopped('b', { stopCode, stoppedAt: 2 }),
    stopped('d', { stopCode, stoppedAt: 4 }),
  ];
  expect(ids(crashes(all))).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  [{}, 'no reason given'],
  [{ stopCode: 'TaskFailedToStart' }, 'TaskFailedToStart'],
  [{ stopCode: 'TaskFailedToStart', stoppedReason: 'no image' }, 'no image'],
  [
    {
      stoppedReason: 'it ended',
      containers: [container('alloy', { exitCode: 0 }), container('worker', { exitCode: 2 })],
    },
    'it ended; container worker exited with code 2',
  ],
  [{ containers: [container('worker', { reason: 'CannotPull' })] }, 'no reason given; CannotPull'],
  [
    { containers: [container('worker', { exitCode: 137, reason: 'OutOfMemory' })] },
    'no reason given; container worker exited with code 137; OutOfMemory',
  ],
  [{ containers: [container('worker', { exitCode: 0 })] }, 'no reason given'],
])('why it stopped, as far as ECS says: %j', (changes, words) => {
  expect(stopFacts(stopped('one', changes))).toBe(words);
});
