import type { Ports } from '../ports.ts';
import { evolve } from '../state/evolve.ts';
import type { Ledger } from '../state/ledger.ts';
import { targetOf } from '../state/service-record.ts';
import { inWaves } from './desired.ts';
import type { RunOptions } from './options.ts';
import { type Report, reportOf } from './report.ts';
import { changeLedger, readLedger } from './session.ts';

type StatusPorts = Pick<Ports, 'ledger' | 'clock'>;

/** What the ledger says; asks AWS for nothing but that object. */
export async function readStatus(options: RunOptions, ports: StatusPorts): Promise<Report> {
  return statusReport('status', options, await readLedger(ports.ledger, options.environment.name), ports);
}

/** Clears the hold, so that the next deploy may move services again. */
export async function release(options: RunOptions, ports: StatusPorts): Promise<Report> {
  const { name: environment } = options.environment;
  const before = await readLedger(ports.ledger, environment);
  if (!before.hold) return statusReport('release', options, before, ports, ['There was no hold.']);
  const { ledger: store, clock } = ports;
  const after = await changeLedger({ store, clock, environment }, (ledger) => evolve(ledger, { type: 'released' }));
  return statusReport('release', options, after, ports, [`Released: ${before.hold.reason}`]);
}

function statusReport(
  command: 'status' | 'release',
  options: RunOptions,
  ledger: Ledger,
  { clock }: StatusPorts,
  notes: readonly string[] = [],
): Report {
  const entries = inWaves(options.environment);
  const base = { command, options, ledger, entries, startedAtMs: clock.now(), clock };
  return reportOf(base, { ...verdictOf(ledger, entries), notes });
}

function verdictOf(ledger: Ledger, entries: readonly { name: string }[]): Pick<Report, 'outcome' | 'reason'> {
  if (ledger.hold) return { outcome: ledger.hold.outcome, reason: `on hold: ${ledger.hold.reason}` };
  const promoted = entries.filter(({ name }) => {
    const record = ledger.services[name];
    return record?.state === 'promoted' && (record.wanted === null || targetOf(record) === record.wanted);
  });
  const reason = `${promoted.length} of ${entries.length} services run what the last deploy wanted`;
  return { outcome: promoted.length === entries.length ? 'unchanged' : 'unfinished', reason };
}
