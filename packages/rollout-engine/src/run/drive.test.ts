import { ServiceError } from '@loki-adoption/errors';
import { describe, expect, it, test } from 'vitest';
import { type Decision, done, emit, look, together, update, wait } from '../decide/decision.ts';
import type { World } from '../model/world.ts';
import type { Ports } from '../ports.ts';
import { evolve } from '../state/evolve.ts';
import type { Ledger } from '../state/ledger.ts';
import { at, ecsService, launch, ledgerWith, NEW, NOON, RUN, shared } from '../testing/builders.ts';
import { drive } from './drive.ts';
import type { LedgerSession } from './session.ts';

const END = done('promoted', 'done');
const deploying = { ...shared(), state: 'deploying' as const, move: launch({ deploymentId: null }) };

interface Scene {
  /** What is decided, one after the other. */
  readonly decisions: readonly Decision[];
  readonly ledger?: Ledger;
  /** What somebody else makes of the ledger before it is read again. */
  readonly meanwhile?: (ledger: Ledger) => Ledger;
  readonly stopAfterSleep?: boolean;
  readonly fails?: Error;
}

/** Drives a run whose decisions are given; what it does comes in the order in which it does it. */
async function play({ decisions, meanwhile = (ledger) => ledger, ...scene }: Scene) {
  const did: string[] = [];
  const worlds: World[] = [];
  const controller = new AbortController();
  const stats = { polls: 0 };
  const left = [...decisions];
  let now = NOON;
  let ledger = scene.ledger ?? ledgerWith({ worker: deploying });
  const session: Partial<LedgerSession> = {
    ledger: () => ledger,
    async refresh() {
      did.push('refresh');
      ledger = meanwhile(ledger);
      return ledger;
    },
    async update(change) {
      did.push('update');
      ledger = change(ledger);
      return ledger;
    },
  };
  const ports = {
    ecs: {
      async updateService(name: string, definition: string) {
        did.push(`UpdateService ${name} ${definition}`);
        if (scene.fails) throw scene.fails;
        return ecsService();
      },
      describeServices: async () => [ecsService()],
    },
    clock: {
      now: () => now,
      async sleep(ms: number) {
        did.push(`sleep ${ms}`);
        now += ms;
        if (scene.stopAfterSleep) controller.abort();
      },
    },
    log: { info: (text: string) => void did.push(`log ${text}`) },
    signal: controller.signal,
  };
  const result = await drive({
    ports: ports as unknown as Ports,
    session: session as LedgerSession,
    services: [{ name: 'worker', ecsName: 'dev-worker', container: 'worker' }],
    stats,
    viewSeconds: 10,
    decide: (world) => {
      worlds.push(world);
      return left.shift() ?? END;
    },
    onEvents: (events) => void did.push(`told of ${events.length}`),
  });
  return { did, worlds, result, stats, ledger };
}

test('a run ends with what was decided', async () => {
  expect(await play({ decisions: [] })).toMatchObject({ result: { outcome: 'promoted', reason: 'done' }, did: [] });
});

test('events are announced, written down and logged before anything else is decided', async () => {
  const held = { type: 'held', at: at(0), service: 'worker', run: RUN, reason: 'stuck' } as const;
  const { did, ledger } = await play({ decisions: [emit(held)] });
  expect(did).toEqual(['told of 1', 'update', 'log worker: held: stuck']);
  expect(ledger).toEqual(evolve(ledgerWith({ worker: deploying }), held));
});

describe('a change of AWS', () => {
  it('comes after a last look at the ledger, and its answer is a look', async () => {
    const { did, worlds } = await play({ decisions: [update('worker', NEW)] });
    expect(did).toEqual(['refresh', `log worker: UpdateService ${NEW}`, `UpdateService dev-worker ${NEW}`]);
    expect(worlds[1]?.services['worker']).toMatchObject({ service: ecsService(), updatedAt: NOON });
  });

  it('isn’t made when the ledger no longer has its intent', async () => {
    const meanwhile = (ledger: Ledger) => ({ ...ledger, services: {} });
    const { did, worlds } = await play({ decisions: [update('worker', NEW)], meanwhile });
    expect(did).toEqual(['refresh']);
    expect(worlds[1]).toEqual(worlds[0]);
  });

  it('that fails is part of what was seen', async () => {
    const { worlds } = await play({ decisions: [update('worker', NEW)], fails: new ServiceError('ECS', true, 'away') });
    expect(worlds[1]?.services['worker']?.failures.update).toMatchObject({ message: 'away', consecutive: 1 });
  });

  it('of a service that isn’t in this run is a bug', async () => {
    const played = play({ decisions: [update('ui', NEW)] });
    await expect(played).rejects.toThrow('No service ui in this run.');
  });
});

test('a look is taken before anything else is decided', async () => {
  const { worlds } = await play({ decisions: [look({ services: ['worker'] })] });
  expect(worlds[1]?.services['worker']).toMatchObject({ seenAt: NOON, service: ecsService() });
});

describe('waiting', () => {
  it('lasts until the time that was decided; a new round begins after it, with the lease looked after', async () => {
    const { did, worlds, stats } = await play({ decisions: [wait('worker', 'baking', at(10))] });
    expect(did).toEqual(['log worker: baking', 'sleep 10000', 'refresh']);
    expect(worlds.map(({ roundAt }) => roundAt)).toEqual([NOON, at(10)]);
    expect(stats.polls).toBe(1);
  });

  it('is logged once for the same reason, of all that wait', async () => {
    const both = (seconds: number) =>
      together([wait('worker', 'baking', at(seconds)), wait('', 'Loki is away', at(seconds))]);
    const { did } = await play({ decisions: [both(1), both(2), wait('worker', 'baking', at(3))] });
    expect(did.filter((line) => line.startsWith('log'))).toEqual([
      'log worker: baking; Loki is away',
      'log worker: baking',
    ]);
  });

  it('takes no time for what is due already', async () => {
    expect((await play({ decisions: [wait('worker', 'baking', at(-5))] })).did).toContain('sleep 0');
  });

  it('that is interrupted ends the run at once: nothing is read or decided any more', async () => {
    const { did, worlds, result } = await play({ decisions: [wait('worker', 'baking', at(10))], stopAfterSleep: true });
    expect(did).toEqual(['log worker: baking', 'sleep 10000']);
    expect(worlds).toHaveLength(1);
    expect(result).toBeUndefined();
  });
});

test('a decision on nothing would be repeated for ever: it is a bug', async () => {
  await expect(play({ decisions: [together([])] })).rejects.toThrow(
    'The engine decided on nothing: not even on when to look again.',
  );
});
