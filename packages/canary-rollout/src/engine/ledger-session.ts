import { emptyLedger, type Lease, type Ledger, parseLedger, serializeLedger } from '../core/ledger.ts';
import type { Clock, LedgerStore } from '../ports.ts';
import { Refused } from './errors.ts';

const WRITE_ATTEMPTS = 10;

export interface LedgerSession {
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
  readonly leaseSeconds: number;
}

/** Reads the ledger without taking anything; an environment without one has an empty one. */
export async function readLedger(store: LedgerStore, environment: string): Promise<Ledger> {
  const stored = await store.read();
  return stored ? parseLedger(stored.body, environment) : emptyLedger(environment);
}

/** Changes the ledger outside of any lease. */
export async function changeLedger(
  { store, clock, environment }: Pick<SessionOptions, 'store' | 'clock' | 'environment'>,
  change: (ledger: Ledger) => Ledger,
): Promise<Ledger> {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
    const stored = await store.read();
    const ledger = change(stored ? parseLedger(stored.body, environment) : emptyLedger(environment));
    if ((await store.write(serializeLedger(ledger), stored?.etag)) === 'written') return ledger;
    await clock.sleep(50 * 2 ** Math.min(attempt, 6));
  }
  throw new Error(`The ledger of ${environment} changed under each of ${WRITE_ATTEMPTS} writes.`);
}

/**
 * Takes the lease. `rollout` is refused while another run holds it; `rollback` takes it from anybody and raises the epoch,
 * which stops whoever held it. `change` is written with it, and may refuse.
 */
export async function openSession(
  options: SessionOptions,
  kind: Lease['kind'],
  change: (ledger: Ledger) => Ledger,
): Promise<LedgerSession> {
  const { store, clock, environment, owner, leaseSeconds } = options;
  const lease = (): Lease => {
    return { owner, kind, expiresAt: new Date(clock.now() + leaseSeconds * 1000).toISOString() };
  };
  let current = await changeLedger(options, (ledger) => {
    if (kind === 'rollout') refuseForeignLease(ledger, owner, clock.now());
    const next = change(ledger);
    return { ...next, lease: lease(), epoch: kind === 'rollback' ? next.epoch + 1 : next.epoch };
  });
  const { epoch } = current;
  const guard = (ledger: Ledger): void => {
    if (ledger.epoch !== epoch) {
      throw new Refused(`superseded: a rollback took over (epoch ${epoch} → ${ledger.epoch})`);
    }
    if (ledger.lease?.owner !== owner) {
      throw new Refused(`superseded: the lease is ${ledger.lease ? `with ${ledger.lease.owner}` : 'gone'}`);
    }
  };
  async function update(apply: (ledger: Ledger) => Ledger): Promise<Ledger> {
    current = await changeLedger(options, (ledger) => {
      guard(ledger);
      return { ...apply(ledger), lease: lease() };
    });
    return current;
  }
  return {
    ledger: () => current,
    async refresh() {
      current = await readLedger(store, environment);
      guard(current);
      const left = Date.parse(current.lease?.expiresAt ?? '') - clock.now();
      return left < leaseSeconds * 500 ? update((ledger) => ledger) : current;
    },
    update,
    async end() {
      current = await changeLedger(options, (ledger) => {
        guard(ledger);
        return { ...ledger, lease: null };
      });
    },
  };
}

function refuseForeignLease(ledger: Ledger, owner: string, now: number): void {
  const { lease } = ledger;
  if (!lease || lease.owner === owner || Date.parse(lease.expiresAt) <= now) return;
  throw new Refused(`a ${lease.kind} is under way: ${lease.owner} holds the lease until ${lease.expiresAt}`);
}
