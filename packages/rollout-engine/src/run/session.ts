import { ServiceError } from '@loki-adoption/errors';
import type { Clock, LedgerStore } from '../ports.ts';
import { emptyLedger, type Lease, type Ledger } from '../state/ledger.ts';
import { parseLedger, serializeLedger } from '../state/parse.ts';
import { Refused } from './refused.ts';

const WRITE_ATTEMPTS = 10;

export interface LedgerSession {
  /** As it was last read or written. */
  readonly ledger: () => Ledger;
  /** Reads again; throws `Refused` when another run has taken over. Renews the lease when half of it is gone. */
  readonly refresh: () => Promise<Ledger>;
  /** Changes the ledger under the lease; a change by somebody else in between is read first. */
  readonly update: (change: (ledger: Ledger) => Ledger) => Promise<Ledger>;
  /** Gives the lease back. */
  readonly end: () => Promise<void>;
}

export interface SessionOptions {
  readonly store: LedgerStore;
  readonly clock: Clock;
  readonly environment: string;
  /** Same for all attempts of a run: a run that is started again takes its own lease over. */
  readonly owner: string;
  readonly attempt?: string | undefined;
  readonly leaseSeconds: number;
  /** A store that doesn't answer is asked again after this time, `attempts` times in all. */
  readonly retry: { readonly seconds: number; readonly attempts: number };
}

/** Reads the ledger without taking anything; an environment without one has an empty one. */
export async function readLedger(store: LedgerStore, environment: string): Promise<Ledger> {
  const stored = await store.read();
  return stored ? parseLedger(stored.body, environment) : emptyLedger(environment);
}

/** What a change tried to write last; kept over a call that failed, so that the next one knows its own write again. */
interface Attempt {
  body?: string;
}

/**
 * Changes the ledger outside of any lease. `change` is applied again to a ledger that was written in between. A write that took effect
 * although its answer was lost is recognised by its content.
 */
export async function changeLedger(
  { store, clock, environment }: Pick<SessionOptions, 'store' | 'clock' | 'environment'>,
  change: (ledger: Ledger) => Ledger,
  last: Attempt = {},
): Promise<Ledger> {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
    const stored = await store.read();
    const before = stored ? parseLedger(stored.body, environment) : emptyLedger(environment);
    if (last.body !== undefined && stored?.body === last.body) return before;
    const ledger = change(before);
    last.body = serializeLedger(ledger);
    if ((await store.write(last.body, stored?.etag)) === 'written') return ledger;
    await clock.sleep(50 * 2 ** Math.min(attempt, 6));
  }
  throw new ServiceError('S3', true, `The ledger of ${environment} changed under each of ${WRITE_ATTEMPTS} writes.`);
}

/**
 * Takes the lease. `rollout` is refused while another run holds it; `rollback` takes it from anybody and raises the epoch, which stops
 * the run that held it. `change` is written with it, and may refuse.
 */
export async function openSession(
  options: SessionOptions,
  kind: Lease['kind'],
  change: (ledger: Ledger) => Ledger,
): Promise<LedgerSession> {
  const { store, clock, environment, owner, attempt, leaseSeconds } = options;
  const underLease = (ledger: Ledger): Ledger => {
    const now = clock.now();
    const lease = { owner, ...(attempt !== undefined && { attempt }), kind, expiresAt: iso(now + leaseSeconds * 1000) };
    return { ...ledger, lease, watchedAt: iso(now) };
  };
  const persistently = (apply: (ledger: Ledger) => Ledger): Promise<Ledger> => {
    const last: Attempt = {};
    return retried(options, () => changeLedger(options, apply, last));
  };
  let current = await persistently((ledger) => {
    if (kind === 'rollout') refuseForeignLease(ledger, owner, clock.now());
    const next = change(ledger);
    return { ...underLease(next), epoch: kind === 'rollback' ? next.epoch + 1 : next.epoch };
  });
  const { epoch } = current;
  const guard = (ledger: Ledger): void => {
    if (ledger.epoch !== epoch) {
      throw new Refused(`superseded: a rollback took over (epoch ${epoch} → ${ledger.epoch})`);
    }
    if (ledger.lease?.owner !== owner) {
      throw new Refused(`superseded: the lease is ${ledger.lease ? `with ${ledger.lease.owner}` : 'gone'}`);
    }
    if (ledger.lease.attempt !== attempt) throw new Refused(`superseded: a later attempt of ${owner} took over`);
  };
  async function update(apply: (ledger: Ledger) => Ledger): Promise<Ledger> {
    current = await persistently((ledger) => {
      guard(ledger);
      return underLease(apply(ledger));
    });
    return current;
  }
  return {
    ledger: () => current,
    async refresh() {
      current = await retried(options, () => readLedger(store, environment));
      guard(current);
      const left = Date.parse(current.lease?.expiresAt ?? '') - clock.now();
      return left < (leaseSeconds * 1000) / 2 ? update((ledger) => ledger) : current;
    },
    update,
    async end() {
      current = await persistently((ledger) => {
        guard(ledger);
        return { ...ledger, lease: null, watchedAt: iso(clock.now()) };
      });
    },
  };
}

/** Throws `Refused` while another run moves services. */
export function refuseForeignLease(ledger: Ledger, owner: string, now: number): void {
  const { lease } = ledger;
  if (!lease || lease.owner === owner || Date.parse(lease.expiresAt) <= now) return;
  throw new Refused(`a ${lease.kind} is under way: ${lease.owner} holds the lease until ${lease.expiresAt}`);
}

/** A state bucket that is away for a moment stops nothing: nothing is done without it, and it is asked again. */
async function retried<T>({ clock, retry }: SessionOptions, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ServiceError) || !error.retryable || attempt >= retry.attempts) throw error;
      await clock.sleep(retry.seconds * 1000);
    }
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
