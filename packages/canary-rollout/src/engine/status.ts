import { candidates } from '../core/destinations.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Report } from '../core/report.ts';
import type { Ports } from '../ports.ts';
import { changeLedger, readLedger } from './ledger-session.ts';
import { type RunOptions, reportOf } from './run.ts';

/** What the ledger says; asks AWS for nothing but that object. */
export async function readStatus(options: RunOptions, ports: Pick<Ports, 'ledger' | 'clock'>): Promise<Report> {
  return statusReport('status', options, await readLedger(ports.ledger, options.environment.name), ports);
}

/** Clears the hold, so that the next deploy may move services again. */
export async function release(options: RunOptions, ports: Pick<Ports, 'ledger' | 'clock'>): Promise<Report> {
  const before = await readLedger(ports.ledger, options.environment.name);
  if (!before.hold) return statusReport('release', options, before, ports, ['There was no hold.']);
  const { ledger: store, clock } = ports;
  const after = await changeLedger({ store, clock, environment: options.environment.name }, (ledger) => ({
    ...ledger,
    hold: null,
  }));
  return statusReport('release', options, after, ports, [`Released: ${before.hold.reason}`]);
}

function statusReport(
  command: 'status' | 'release',
  options: RunOptions,
  ledger: Ledger,
  { clock }: Pick<Ports, 'clock'>,
  notes: readonly string[] = [],
): Report {
  const entries = candidates(options.environment, []).reverse();
  const base = { command, options, ledger, entries, startedAtMs: clock.now(), clock };
  return reportOf(base, { ...verdictOf(ledger, entries), notes });
}

function verdictOf(ledger: Ledger, entries: readonly { name: string }[]): Pick<Report, 'outcome' | 'reason'> {
  if (ledger.hold) return { outcome: ledger.hold.outcome, reason: `on hold: ${ledger.hold.reason}` };
  const promoted = entries.filter(({ name }) => ledger.services[name]?.state === 'promoted').length;
  const reason = `${promoted} of ${entries.length} services promoted`;
  return { outcome: promoted === entries.length ? 'promoted' : 'unfinished', reason };
}
