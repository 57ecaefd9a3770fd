import { describe, expect, it } from 'vitest';
import type { Hold, Ledger } from '../state/ledger.ts';
import { serializeLedger } from '../state/parse.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import { at, iso, launch, ledgerWith, NEW, RUN, shared } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { createLedgerObject } from '../testing/ledger-object.ts';
import { readStatus, release } from './status.ts';

const environment = sampleEnvironment({ waves: [{ services: ['worker', 'history'] }] });
const HOLD: Hold = { reason: 'worker: stuck', at: iso(0), outcome: 'rolled-back', desiredStateHash: 'hash' };
const promoted = (wanted: string | null = NEW): ServiceRecord => ({
  ...shared({ wanted }),
  state: 'promoted',
  move: launch(),
});
const baking: ServiceRecord = { ...shared(), state: 'baking', move: launch(), passedAt: null, watchedFrom: iso(0) };

function ports(services: Record<string, ServiceRecord>, changes: Partial<Ledger> = {}) {
  const object = createLedgerObject();
  object.write(serializeLedger(ledgerWith(services, changes)), undefined);
  const ledger = {
    read: async () => object.stored(),
    write: async (body: string, etag?: string) => object.write(body, etag),
  };
  return { object, ports: { ledger, clock: { now: () => at(9), sleep: async () => undefined } } };
}
const options = { environment, run: RUN };
const status = (services: Record<string, ServiceRecord>, changes?: Partial<Ledger>) =>
  readStatus(options, ports(services, changes).ports);

describe('the status', () => {
  it('is unchanged when every service runs what the last deploy wanted', async () => {
    expect(await status({ worker: promoted(), history: promoted(null) })).toMatchObject({
      command: 'status',
      environment: 'dev',
      outcome: 'unchanged',
      reason: '2 of 2 services run what the last deploy wanted',
      startedAt: iso(9),
      notes: [],
    });
  });

  it.each([
    ['one hasn’t moved yet', { worker: promoted() }],
    ['one is on its way', { worker: promoted(), history: baking }],
    ['one runs what was wanted before', { worker: promoted(), history: promoted('newer') }],
  ])('is unfinished while %s', async (_, services) => {
    expect(await status(services)).toMatchObject({
      outcome: 'unfinished',
      reason: '1 of 2 services run what the last deploy wanted',
    });
  });

  it('is that of a hold, while there is one', async () => {
    expect(await status({ worker: promoted(), history: promoted() }, { hold: HOLD })).toMatchObject({
      outcome: 'rolled-back',
      reason: 'on hold: worker: stuck',
    });
  });
});

describe('a release', () => {
  it('takes the hold away, and says what it was', async () => {
    const { object, ports: all } = ports({ worker: promoted(), history: promoted() }, { hold: HOLD });
    expect(await release(options, all)).toMatchObject({
      command: 'release',
      outcome: 'unchanged',
      hold: null,
      notes: ['Released: worker: stuck'],
    });
    expect(JSON.parse(object.stored()?.body ?? '')).toMatchObject({ hold: null });
  });

  it('of nothing writes nothing', async () => {
    const { object, ports: all } = ports({});
    expect(await release(options, all)).toMatchObject({
      command: 'release',
      outcome: 'unfinished',
      notes: ['There was no hold.'],
    });
    expect(object.versions()).toHaveLength(1);
  });
});
