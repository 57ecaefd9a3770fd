import { ServiceError } from '@loki-adoption/errors';
import { describe, expect, it, test } from 'vitest';
import type { Looks } from '../decide/decision.ts';
import type { EcsService, Task } from '../model/ecs.ts';
import type { World } from '../model/world.ts';
import type { EcsPort } from '../ports.ts';
import { at, deployment, ecsService, seen, task, world } from '../testing/builders.ts';
import { type Observer, observe, updated, withFailure } from './observe.ts';

const away = (retryable = true) => new ServiceError('ECS', retryable, 'ECS is away');
const NOTHING: Looks = { services: [], tasks: [], logs: [], infrastructure: false };
const arnOf = (id: string) => task(id).arn;

interface Account {
  readonly services?: readonly EcsService[] | Error;
  /** By ECS name. */
  readonly running?: Readonly<Record<string, readonly string[]>>;
  readonly stopped?: Readonly<Record<string, readonly string[]>>;
  readonly tasks?: readonly Task[];
  readonly fails?: readonly string[];
  readonly loki?: Error | null | { streams: readonly Record<string, string>[]; newest: Record<string, number> };
  readonly since?: number;
  readonly tooOldMs?: number;
}

/** An observer at 100 s after noon. A call takes a second. */
function observer(account: Account) {
  const calls: string[] = [];
  let now = at(100);
  async function call<T>(name: string, answer: () => T): Promise<T> {
    calls.push(name);
    now += 1000;
    if (account.fails?.some((fault) => name.startsWith(fault))) throw away();
    return answer();
  }
  const ecs: Partial<EcsPort> = {
    describeServices: (names) =>
      call(`services ${names}`, () => {
        if (account.services instanceof Error) throw account.services;
        return account.services ?? [];
      }),
    listTasks: (name, status) => {
      const from = status === 'RUNNING' ? account.running : account.stopped;
      return call(`list ${name} ${status}`, () => (from?.[name] ?? []).map(arnOf));
    },
    describeTasks: (arns) =>
      call(`describe ${arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))}`, () => {
        return (account.tasks ?? []).filter(({ arn }) => arns.includes(arn));
      }),
  };
  const { loki = { streams: [], newest: {} } } = account;
  const logs: Observer['ports']['logs'] = loki && {
    look: (service, ids, sinceMs) =>
      call(`look ${service} ${ids} ${(sinceMs - at(0)) / 1000}`, () => {
        if (loki instanceof Error) throw loki;
        return loki;
      }),
  };
  const ports = {
    ecs: ecs as EcsPort,
    logs,
    clock: { now: () => now, sleep: async () => undefined },
    checkInfrastructure: () => call('check', () => ({ status: 'pass' as const, detail: 'ready' })),
  };
  const services = ['worker', 'ui'].map((name) => ({ name, ecsName: `dev-${name}` }));
  return {
    calls,
    observer: {
      ports,
      services,
      since: () => at(account.since ?? 0),
      tooOldMs: account.tooOldMs ?? 10_000,
    } satisfies Observer,
  };
}

async function looked(before: World, looks: Partial<Looks>, account: Account) {
  const { observer: from, calls } = observer(account);
  return { after: await observe(before, { ...NOTHING, ...looks }, from), calls };
}

test('without a look the world stays as it was', async () => {
  const before = world(100, {});
  const { after, calls } = await looked(before, {}, {});
  expect(after).toBe(before);
  expect(calls).toEqual([]);
});

describe('a look at services', () => {
  const before = world(
    100,
    { worker: seen(50, null, { updatedAt: at(40) }) },
    { failure: { at: at(99), message: '', consecutive: 4, retryable: true } },
  );

  it('is one call for all of them, as old as its question, and ends what failed', async () => {
    const { after, calls } = await looked(before, { services: ['worker', 'ui'] }, { services: [ecsService()] });
    expect(calls).toEqual(['services dev-worker,dev-ui']);
    const worker = { ...seen(50, ecsService()), seenAt: at(100), updatedAt: at(40) };
    const ui = { seenAt: at(100), service: null, tasks: null, logs: [], updatedAt: null, failures: {} };
    expect(after).toEqual({ ...before, services: { worker, ui }, failure: null });
  });

  it('asks only for those that are looked at', async () => {
    const { after, calls } = await looked(before, { services: ['ui'] }, { services: [] });
    expect(calls).toEqual(['services dev-ui']);
    expect(after.services['worker']).toEqual(before.services['worker']);
  });

  it('that failed says how often in a row, and changes nothing else', async () => {
    const { after } = await looked(before, { services: ['worker'] }, { services: away() });
    expect(after).toEqual({
      ...before,
      failure: { at: at(101), message: 'ECS is away', retryable: true, consecutive: 5 },
    });
    const first = await looked({ ...before, failure: null }, { services: ['worker'] }, { services: away(false) });
    expect(first.after.failure).toMatchObject({ consecutive: 1, retryable: false });
  });

  it('that ECS takes too long for has failed: its answer is too old to decide on', async () => {
    const answer = (tooOldMs: number) =>
      looked(before, { services: ['worker'] }, { services: [ecsService()], tooOldMs });
    expect((await answer(1001)).after.failure).toBeNull();
    const { after } = await answer(1000);
    expect(after.failure).toMatchObject({ message: 'ECS took 1 s to say what runs', retryable: true, consecutive: 5 });
    expect(after.services).toEqual(before.services);
  });

  it('that hits a bug ends the run', async () => {
    await expect(looked(before, { services: ['worker'] }, { services: new TypeError('bug') })).rejects.toThrow('bug');
  });
});

describe('a look at tasks', () => {
  const stale = seen(50, ecsService({ runningCount: 0 }), { tasks: null });
  const stopped = task('dead', { lastStatus: 'STOPPED' });

  it('lists what runs and what has stopped, and describes all of it once', async () => {
    const before = world(100, { worker: stale, ui: stale });
    const account = {
      running: { 'dev-worker': ['one'], 'dev-ui': ['two'] },
      stopped: { 'dev-worker': ['dead'] },
      tasks: [task('one'), stopped, task('two')],
    };
    const { after, calls } = await looked(before, { tasks: ['worker', 'ui'] }, account);
    expect(calls).toEqual([
      'list dev-worker RUNNING',
      'list dev-worker STOPPED',
      'list dev-ui RUNNING',
      'list dev-ui STOPPED',
      'describe one,dead,two',
    ]);
    expect(after.services['worker']?.tasks).toEqual({ seenAt: at(100), all: [task('one'), stopped] });
    expect(after.services['ui']?.tasks).toEqual({ seenAt: at(100), all: [task('two')] });
  });

  it('asks again for what ran before: a task that is in no list any more still says why it stopped', async () => {
    const before = world(100, {
      worker: seen(50, ecsService({ runningCount: 0 }), {
        tasks: [task('dead'), task('old', { lastStatus: 'STOPPED' })],
      }),
    });
    const account = { running: { 'dev-worker': ['one'] }, tasks: [task('one'), stopped] };
    const { after, calls } = await looked(before, { tasks: ['worker'] }, account);
    expect(calls.at(-1)).toBe('describe one,dead');
    expect(after.services['worker']?.tasks?.all).toEqual([task('one'), stopped]);
  });

  it('describes nothing where nothing is', async () => {
    const { after, calls } = await looked(world(100, { worker: stale }), { tasks: ['worker'] }, {});
    expect(calls).toHaveLength(2);
    expect(after.services['worker']?.tasks).toEqual({ seenAt: at(100), all: [] });
  });

  it('of a service that nobody has looked at lists all the same', async () => {
    const { calls, after } = await looked(
      world(100, {}),
      { tasks: ['worker'] },
      { running: { 'dev-worker': ['one'] }, tasks: [task('one')] },
    );
    expect(calls).toHaveLength(3);
    expect(after.services['worker']).toMatchObject({ seenAt: 0, service: null, tasks: { all: [task('one')] } });
  });

  it('ends what failed about them, and leaves other failures', async () => {
    const failure = { at: at(50), message: '', consecutive: 2, retryable: true };
    const before = world(100, { worker: { ...stale, failures: { tasks: failure, logs: failure } } });
    const { after } = await looked(before, { tasks: ['worker'] }, {});
    expect(after.services['worker']?.failures).toEqual({ logs: failure });
  });

  it('that fails for one is made for the others', async () => {
    const before = world(100, { worker: stale, ui: stale });
    const account = { running: { 'dev-ui': ['two'] }, tasks: [task('two')], fails: ['list dev-worker'] };
    const { after } = await looked(before, { tasks: ['worker', 'ui'] }, account);
    expect(after.services['worker']).toEqual({
      ...stale,
      failures: { tasks: { at: at(101), message: 'ECS is away', consecutive: 1, retryable: true } },
    });
    expect(after.services['ui']?.tasks?.all).toEqual([task('two')]);
  });

  it('that can’t describe them fails for all that were listed', async () => {
    const before = world(100, { worker: stale, ui: stale });
    const account = { running: { 'dev-worker': ['one'], 'dev-ui': ['two'] }, fails: ['describe'] };
    const { after } = await looked(before, { tasks: ['worker', 'ui'] }, account);
    expect(Object.values(after.services).map((each) => each?.failures.tasks?.consecutive)).toEqual([1, 1]);
  });
});

describe('a quiet service', () => {
  const quiet = seen(50, ecsService(), { tasks: [task('one'), task('old', { lastStatus: 'STOPPED' })] });
  const look = (observation = quiet, account: Account = {}) =>
    looked(
      world(100, { worker: observation }),
      { tasks: ['worker'] },
      { tasks: [task('one'), task('new')], ...account },
    );

  it('is not listed: what ran is only described', async () => {
    const { calls, after } = await look();
    expect(calls).toEqual(['describe one']);
    expect(after.services['worker']?.tasks).toEqual({ seenAt: at(100), all: [task('one')] });
  });

  it.each([
    ['its deployment isn’t complete', { deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] }],
    ['a task of it has failed', { deployments: [deployment({ failedTasks: 1 })] }],
    ['another deployment is there', { deployments: [deployment(), deployment({ status: 'ACTIVE' })] }],
    ['it has no deployment', { deployments: [] }],
    ['its only deployment isn’t PRIMARY', { deployments: [deployment({ status: 'INACTIVE' })] }],
    ['it wants another number of tasks', { desiredCount: 2 }],
    ['it runs more than are known', { desiredCount: 2, runningCount: 2 }],
  ])('is none when %s', async (_, changes) => {
    const { calls } = await look({ ...quiet, service: ecsService(changes) });
    expect(calls[0]).toBe('list dev-worker RUNNING');
  });

  it('is none before its tasks were seen', async () => {
    expect((await look({ ...quiet, tasks: null })).calls[0]).toMatch(/^list/);
    expect((await look({ ...quiet, service: null })).calls[0]).toMatch(/^list/);
  });

  it.each([
    ['has stopped', [task('one', { lastStatus: 'STOPPED' }), task('new')]],
    ['is gone', [task('new')]],
  ])('whose task %s is listed after all', async (_, tasks) => {
    const { calls, after } = await look(quiet, { tasks, running: { 'dev-worker': ['new'] } });
    expect(calls).toEqual(['describe one', 'list dev-worker RUNNING', 'list dev-worker STOPPED', 'describe new,one']);
    expect(after.services['worker']?.tasks?.all.map(({ id }) => id)).toContain('new');
  });
});

test('one of two tasks that has stopped is enough to list a quiet service', async () => {
  const two = ecsService({ desiredCount: 2, runningCount: 2 });
  const quiet = seen(50, two, { tasks: [task('one'), task('two')] });
  const tasks = [task('one'), task('two', { lastStatus: 'STOPPED' })];
  const { calls } = await looked(world(100, { worker: quiet }), { tasks: ['worker'] }, { tasks });
  expect(calls[1]).toBe('list dev-worker RUNNING');
});

describe('a look at Loki', () => {
  const base = seen(100, ecsService(), { tasks: [task('one'), task('dead', { lastStatus: 'STOPPED' })] });
  const own = { service_name: 'worker', task_id: 'one' };
  const look = (account: Account, observation = base) =>
    looked(world(100, { worker: observation, ui: base }), { logs: ['worker', 'ui'] }, account);

  it('is for one service at a time, and its running tasks', async () => {
    const { calls, after } = await look({ loki: { streams: [own], newest: { one: 5 } } });
    expect(calls).toEqual(['look worker one 0']);
    expect(after.services['worker']?.logs).toEqual([
      { seenAt: at(101), streams: [own], newest: { one: 5 }, recent: ['one', 'dead'] },
    ]);
  });

  it('goes back to when the service entered its state, a quarter of an hour at most', async () => {
    expect((await look({ since: 60 })).calls).toEqual(['look worker one 60']);
    expect((await look({ since: -900 })).calls).toEqual(['look worker one -800']);
  });

  it('keeps the looks of that time', async () => {
    const before = (seconds: number) => ({ seenAt: at(seconds), streams: [], newest: {}, recent: [] });
    const { after } = await look({}, { ...base, logs: [before(-800), before(-799), before(90)] });
    expect(after.services['worker']?.logs.map(({ seenAt }) => (seenAt - at(0)) / 1000)).toEqual([-799, 90, 101]);
  });

  it('lists tasks for a stream of a stranger, because it may have come up meanwhile', async () => {
    const loki = { streams: [own, { ...own, task_id: 'new' }], newest: {} };
    const { calls, after } = await look({
      loki,
      running: { 'dev-worker': ['one', 'new'] },
      stopped: { 'dev-worker': ['old'] },
    });
    expect(calls).toEqual(['look worker one 0', 'list dev-worker RUNNING', 'list dev-worker STOPPED']);
    expect(after.services['worker']?.logs[0]?.recent).toEqual(['one', 'dead', 'new', 'old']);
    expect(after.services['worker']?.logs[0]?.seenAt).toBe(at(103));
  });

  it.each([
    ['another service’s stream', { service_name: 'ui', task_id: 'new' }, 1],
    ['a stream of a task that has stopped', { service_name: 'worker', task_id: 'dead' }, 1],
    ['a stream of no task', { service_name: 'worker' }, 3],
  ])('%s', async (_, labels, count) => {
    const streams: Record<string, string>[] = [labels as Record<string, string>];
    expect((await look({ loki: { streams, newest: {} } })).calls).toHaveLength(count);
  });

  it('ends what failed before it', async () => {
    const failure = { at: at(50), message: '', consecutive: 2, retryable: true };
    const { after } = await look({}, { ...base, failures: { logs: failure, update: failure } });
    expect(after.services['worker']?.failures).toEqual({ update: failure });
  });

  it('that failed says so', async () => {
    const { after } = await look({ loki: away() });
    expect(after.services['worker']?.failures.logs).toEqual({
      at: at(101),
      message: 'ECS is away',
      consecutive: 1,
      retryable: true,
    });
    const none = await look({ loki: null });
    expect(none.after.services['worker']?.failures.logs).toMatchObject({
      message: 'no Loki URL was given (loki-url or LOKI_URL)',
      retryable: false,
    });
  });

  it('at nobody in this run is none', async () => {
    const before = world(100, {});
    expect((await looked(before, { logs: ['unknown'] }, {})).after).toBe(before);
  });

  it('at a service whose tasks nobody has seen asks for none', async () => {
    expect((await look({}, { ...base, tasks: null })).calls).toEqual(['look worker  0']);
  });
});

describe('the check of the infrastructure', () => {
  it('is as old as its question, and counts from the first one', async () => {
    const first = await looked(world(100, {}), { infrastructure: true }, {});
    expect(first.calls).toEqual(['check']);
    expect(first.after.infrastructure).toEqual({ status: 'pass', detail: 'ready', seenAt: at(100), since: at(100) });
    const again = await looked(
      { ...first.after, infrastructure: { status: 'fail', detail: '', seenAt: at(50), since: at(40) } },
      { infrastructure: true },
      {},
    );
    expect(again.after.infrastructure).toMatchObject({ status: 'pass', seenAt: at(100), since: at(40) });
  });

  it('can’t be made without Loki', async () => {
    const { observer: from } = observer({});
    const blind = { ...from, ports: { ...from.ports, checkInfrastructure: null } };
    await expect(observe(world(100, {}), { ...NOTHING, infrastructure: true }, blind)).rejects.toThrow(
      'no Loki to check',
    );
  });
});

test('the answer of an update is a look at the service, and what its tasks were is history', () => {
  const failure = { at: at(50), message: '', consecutive: 2, retryable: true };
  const before = world(90, { worker: { ...seen(90, ecsService()), failures: { update: failure, logs: failure } } });
  const answer = ecsService({ runningCount: 0 });
  expect(updated(before, 'worker', answer, at(95)).services['worker']).toEqual({
    seenAt: at(95),
    service: answer,
    tasks: null,
    logs: [],
    updatedAt: at(95),
    failures: { logs: failure },
  });
});

describe('a failure', () => {
  const count = (before: number | undefined, { since = 0, roundAt = 90 } = {}) => {
    const { observer: from } = observer({ since });
    const update = { at: at(before ?? 0), message: 'x', consecutive: 2, retryable: true };
    const failures = before === undefined ? {} : { update };
    const around = world(roundAt, { worker: { ...seen(90, ecsService()), failures } });
    return withFailure(around, 'worker', 'update', away(), from).services['worker']?.failures.update;
  };

  it('counts those of the same call since the service entered its state', () => {
    expect(count(undefined)).toEqual({ at: at(100), message: 'ECS is away', retryable: true, consecutive: 1 });
    expect(count(50)?.consecutive).toBe(3);
    expect(count(50, { since: 50 })?.consecutive).toBe(3);
    expect(count(50, { since: 51 })?.consecutive).toBe(1);
  });

  it('is of this round, even on a clock that goes back', () => {
    expect(count(50, { roundAt: 120 })?.at).toBe(at(120));
  });
});
