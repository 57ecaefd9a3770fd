import { ServiceError } from '@loki-adoption/errors';
import { describe, expect, it, test } from 'vitest';
import { emptyLedger, type Lease, type Ledger } from '../state/ledger.ts';
import { serializeLedger } from '../state/parse.ts';
import { at, iso } from '../testing/builders.ts';
import { createLedgerObject } from '../testing/ledger-object.ts';
import { Refused } from './refused.ts';
import { changeLedger, openSession, readLedger, type SessionOptions } from './session.ts';

const away = (retryable = true) => new ServiceError('S3', retryable, 'S3 is away');
const count = (ledger: Ledger): Ledger => ({ ...ledger, epoch: ledger.epoch + 100 });

/** A bucket with one ledger, a clock that only moves while somebody sleeps, and what goes wrong in the next calls. */
function bucket(content: Ledger | null = emptyLedger('dev')) {
  const object = createLedgerObject();
  if (content) object.write(serializeLedger(content), undefined);
  let now = at(0);
  const sleeps: number[] = [];
  const faults: { read: Error[]; write: (Error | 'lost' | (() => void))[] } = { read: [], write: [] };
  const calls = { read: 0, write: 0 };
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      sleeps.push(ms);
      now += ms;
    },
  };
  const store: SessionOptions['store'] = {
    async read() {
      calls.read += 1;
      const fault = faults.read.shift();
      if (fault) throw fault;
      return object.stored();
    },
    async write(body, etag) {
      calls.write += 1;
      const fault = faults.write.shift();
      if (fault instanceof Error) throw fault;
      if (typeof fault === 'function') fault();
      const outcome = object.write(body, etag);
      if (fault === 'lost') throw away();
      return outcome;
    },
  };
  const options = (owner = 'run 7'): SessionOptions => ({
    store,
    clock,
    environment: 'dev',
    owner,
    leaseSeconds: 120,
    retry: { seconds: 10, attempts: 3 },
  });
  return {
    object,
    faults,
    calls,
    sleeps,
    options,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    stored: () => readLedger(store, 'dev'),
    /** Somebody else writes in between. */
    edit: (change: (ledger: Ledger) => Ledger) => {
      const stored = object.stored();
      const ledger = stored ? (JSON.parse(stored.body) as Ledger) : emptyLedger('dev');
      object.write(serializeLedger(change(ledger)), stored?.etag);
    },
  };
}

const same = (ledger: Ledger): Ledger => ledger;
const lease = (owner: string, seconds: number, kind: Lease['kind'] = 'rollout'): Lease => ({
  owner,
  kind,
  expiresAt: iso(seconds),
});

test('an environment without a ledger has an empty one', async () => {
  expect(await bucket(null).stored()).toEqual(emptyLedger('dev'));
});

describe('a change outside of a lease', () => {
  it('is written over what was read, or as the first version', async () => {
    for (const content of [null, emptyLedger('dev')]) {
      const { options, stored, calls } = bucket(content);
      expect(await changeLedger(options(), count)).toMatchObject({ epoch: 100 });
      expect(await stored()).toMatchObject({ epoch: 100 });
      expect(calls.write).toBe(1);
    }
  });

  it('is applied again to what somebody has written in between', async () => {
    const { options, faults, edit, stored, sleeps } = bucket();
    faults.write.push(() => edit((ledger) => ({ ...ledger, watchedAt: iso(5) })));
    expect(await changeLedger(options(), count)).toMatchObject({ epoch: 100, watchedAt: iso(5) });
    expect(await stored()).toMatchObject({ epoch: 100, watchedAt: iso(5) });
    expect(sleeps).toEqual([50]);
  });

  it('that took effect is not made again, although its write was refused', async () => {
    const { options, faults, object, stored } = bucket();
    // The answer to the first attempt was lost inside the client, which tried again over the old version.
    faults.write.push(() => object.write(serializeLedger(count(emptyLedger('dev'))), object.stored()?.etag));
    expect(await changeLedger(options(), count)).toMatchObject({ epoch: 100 });
    expect(await stored()).toMatchObject({ epoch: 100 });
  });

  it('gives up after ten writes, and waits longer before each but no longer than a few seconds', async () => {
    const { options, object, sleeps, calls } = bucket();
    object.conflict(99);
    await expect(changeLedger(options(), count)).rejects.toMatchObject({
      service: 'S3',
      retryable: true,
      message: 'The ledger of dev changed under each of 10 writes.',
    });
    expect(calls.write).toBe(10);
    expect(sleeps).toEqual([50, 100, 200, 400, 800, 1600, 3200, 3200, 3200, 3200]);
  });
});

describe('the lease', () => {
  it('is taken with the change, for its time from now on', async () => {
    const { options, stored } = bucket();
    const session = await openSession(options(), 'rollout', (ledger) => ({ ...ledger, watchedAt: null, epoch: 5 }));
    const expected = { ...emptyLedger('dev'), epoch: 5, lease: lease('run 7', 120), watchedAt: iso(0) };
    expect(session.ledger()).toEqual(expected);
    expect(await stored()).toEqual(expected);
  });

  it.each([
    ['another run', lease('run 6', 1), 'a rollout is under way: run 6 holds the lease until 2026-11-26T12:00:01.000Z'],
    [
      'a rollback',
      lease('run 6', 1, 'rollback'),
      'a rollback is under way: run 6 holds the lease until 2026-11-26T12:00:01.000Z',
    ],
    ['another run, until now', lease('run 6', 0), undefined],
    ['an attempt before', lease('run 7', 60), undefined],
  ])('a rollout isn’t begun while it is with %s', async (_, held, message) => {
    const { options, stored } = bucket({ ...emptyLedger('dev'), lease: held });
    const opened = openSession(options(), 'rollout', same);
    if (message === undefined) expect((await opened).ledger().lease).toEqual(lease('run 7', 120));
    else {
      await expect(opened).rejects.toThrow(new Refused(message));
      expect((await stored()).lease).toEqual(held);
    }
  });

  it('a rollback takes it from anybody, and raises the epoch', async () => {
    const { options } = bucket({ ...emptyLedger('dev'), epoch: 4, lease: lease('run 6', 60) });
    const session = await openSession(options(), 'rollback', same);
    expect(session.ledger()).toMatchObject({ epoch: 5, lease: lease('run 7', 120, 'rollback') });
  });

  it('isn’t taken when the change refuses', async () => {
    const { options, calls } = bucket();
    const refuse = (): Ledger => {
      throw new Refused('on hold');
    };
    await expect(openSession(options(), 'rollout', refuse)).rejects.toThrow('on hold');
    expect(calls.write).toBe(0);
  });

  it('is renewed when half of it is gone, and not before: each renewal is a write', async () => {
    const { options, pass, calls, stored } = bucket();
    const session = await openSession(options(), 'rollout', same);
    pass(60);
    await session.refresh();
    expect(calls.write).toBe(1);
    pass(1);
    await session.refresh();
    expect(calls.write).toBe(2);
    expect(session.ledger()).toEqual({ ...emptyLedger('dev'), lease: lease('run 7', 181), watchedAt: iso(61) });
    expect(await stored()).toEqual(session.ledger());
  });

  it('is renewed by each change', async () => {
    const { options, pass, stored } = bucket();
    const session = await openSession(options(), 'rollout', same);
    pass(30);
    expect(await session.update(count)).toMatchObject({ epoch: 100, lease: lease('run 7', 150), watchedAt: iso(30) });
    expect(await stored()).toEqual(session.ledger());
  });

  it('is given back at the end, with the time until which somebody watched', async () => {
    const { options, pass, stored } = bucket();
    const session = await openSession(options(), 'rollout', same);
    pass(30);
    await session.end();
    expect(await stored()).toMatchObject({ lease: null, watchedAt: iso(30) });
    expect(session.ledger().lease).toBeNull();
  });
});

describe('a run that was superseded', () => {
  const takeovers: readonly [string, (ledger: Ledger) => Ledger, string][] = [
    ['a rollback', (ledger) => ({ ...ledger, epoch: 1 }), 'superseded: a rollback took over (epoch 0 → 1)'],
    ['another run', (ledger) => ({ ...ledger, lease: lease('run 8', 60) }), 'superseded: the lease is with run 8'],
    ['somebody who took the lease away', (ledger) => ({ ...ledger, lease: null }), 'superseded: the lease is gone'],
  ];

  it('by a later attempt of its own learns it as well', async () => {
    const { options } = bucket();
    const first = await openSession({ ...options(), attempt: 'one' }, 'rollout', same);
    expect(first.ledger().lease).toEqual({ ...lease('run 7', 120), attempt: 'one' });
    await openSession({ ...options(), attempt: 'two' }, 'rollout', same);
    const message = 'superseded: a later attempt of run 7 took over';
    await expect(first.refresh()).rejects.toThrow(new Refused(message));
    await expect(first.update(count)).rejects.toThrow(new Refused(message));
  });

  it.each(takeovers)('learns it before it does anything: %s', async (_, change, message) => {
    const { options, edit, calls } = bucket();
    const session = await openSession(options(), 'rollout', same);
    edit(change);
    await expect(session.refresh()).rejects.toThrow(new Refused(message));
    await expect(session.update(count)).rejects.toThrow(new Refused(message));
    await expect(session.end()).rejects.toThrow(new Refused(message));
    expect(calls.write).toBe(1);
  });
});

describe('a bucket that is away for a moment', () => {
  it('is asked again after a while', async () => {
    const { options, faults, sleeps } = bucket();
    faults.read.push(away(), away());
    const session = await openSession(options(), 'rollout', same);
    expect(sleeps).toEqual([10_000, 10_000]);
    faults.read.push(away());
    await session.refresh();
    faults.write.push(away());
    expect(await session.update(count)).toMatchObject({ epoch: 100 });
  });

  it('that doesn’t come back stops the run', async () => {
    const { options, faults, calls } = bucket();
    faults.read.push(away(), away(), away());
    await expect(openSession(options(), 'rollout', same)).rejects.toThrow('S3 is away');
    expect(calls.read).toBe(3);
  });

  it('that refuses isn’t asked again, and a bug is not an outage', async () => {
    for (const error of [away(false), new TypeError('bug')]) {
      const { options, faults, calls } = bucket();
      faults.read.push(error);
      await expect(openSession(options(), 'rollout', same)).rejects.toBe(error);
      expect(calls.read).toBe(1);
    }
  });

  it('and has taken a write whose answer was lost: what is applied again changes nothing more', async () => {
    const { options, faults, stored } = bucket();
    const session = await openSession(options(), 'rollout', same);
    faults.write.push('lost');
    await session.update((ledger) => ({ ...ledger, hold: null, epoch: 0 }));
    expect(await stored()).toEqual(session.ledger());
  });
});
