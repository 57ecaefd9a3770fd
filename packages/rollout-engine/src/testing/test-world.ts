import type { Behaviour, FaultInput } from '@loki-adoption/ecs-simulator';
import { type Environment, targetVariant } from '@loki-adoption/environment';
import type { Ports } from '../ports.ts';
import type { Report } from '../run/report.ts';
import type { RolloutOptions } from '../run/rollout.ts';
import { emptyLedger, type Ledger } from '../state/ledger.ts';
import { parseLedger, serializeLedger } from '../state/parse.ts';
import { type AccountOptions, createAccount } from './account.ts';
import { createLedgerObject } from './ledger-object.ts';
import { createLoki, type Loki } from './loki.ts';
import { createNetwork } from './network.ts';
import { createRunner, type Runner, type Servers, type Watcher } from './runner.ts';
import { createStage } from './stage.ts';

/** 2026-11-26, a Thursday at noon, UTC. */
export const START = Date.UTC(2026, 10, 26, 12);

/** How long services take to come to rest, at most, in ms. */
const SETTLE_MS = 120_000;

export interface WorldOptions extends Omit<AccountOptions, 'clock'> {
  /** Default: START. */
  readonly startAt?: number;
  /** What the ledger's object holds; default: phase `infrastructure` is verified, and nothing else is known. `null`: there is none. */
  readonly ledger?: string | null;
}

/** A run that was begun: `report` or `error` once it is over, neither where it was killed. */
export interface Started extends Runner {
  readonly result: () => { readonly report?: Report; readonly error?: unknown };
  /** Throws what the run threw, and where it isn't over. */
  readonly report: () => Report;
}

/** All that runs of the engine share, in virtual time: ECS, Loki, the ledger's bucket and what lies between. */
export interface TestWorld extends Servers {
  readonly environment: Environment;
  readonly watchers: Watcher[];
  /** ARN of revision 2 of every service: the variant that desired state wants, of the application that runs. */
  readonly targets: Readonly<Record<string, string>>;
  /** What a rollout of these targets is called with. */
  readonly options: RolloutOptions;
  /** Begins a command of the engine; it goes on when the stage is played. */
  readonly start: (name: string, command: (ports: Ports) => Promise<Report>) => Started;
  /** Begins a command and plays until no run is left; throws what it threw. */
  readonly run: (command: (ports: Ports) => Promise<Report>) => Promise<Report>;
  /** Time passes and nobody acts. */
  readonly pass: (seconds: number) => void;
  readonly fault: (fault: FaultInput) => string;
  readonly clearFaults: (id?: string) => void;
  readonly behave: (changes: Partial<Behaviour>) => void;
  readonly readLedger: () => Ledger;
  readonly writeLedger: (ledger: Ledger) => void;
}

/** A world in which everything runs revision 1, with ADOT, steadily, and revision 2 is registered. */
export function createTestWorld(environment: Environment, options: WorldOptions = {}): TestWorld {
  const { startAt = START, ledger: given, ...behaviour } = options;
  const watchers: Watcher[] = [];
  const stage = createStage(startAt - SETTLE_MS, () => {
    loki?.collect();
    for (const watcher of watchers) watcher.timePassed?.();
  });
  const account = createAccount(environment, { ...behaviour, clock: stage.now });
  const { ecs } = account;
  const names = Object.keys(environment.services);
  const ledger = createLedgerObject();
  const labels = names.map((name) => {
    const container = environment.services[name]?.container ?? name;
    return [account.ecsName(name), { service: name, container }] as const;
  });
  const byEcsName = new Map(labels);
  let loki: Loki | undefined;
  const logs = createLoki(ecs, { cluster: environment.cluster, of: (ecsName) => byEcsName.get(ecsName) });
  loki = logs;
  const targets = Object.fromEntries(
    names.map((name) => [name, account.register(name, targetVariant(environment, name))]),
  );
  const body = given === undefined ? serializeLedger(withInfrastructure(environment, startAt)) : given;
  if (body !== null) ledger.write(body, undefined);
  stage.moveTo(startAt);

  const world: TestWorld = {
    environment,
    cluster: environment.cluster,
    stage,
    account,
    ledger,
    loki: logs,
    network: createNetwork(),
    watchers,
    targets,
    options: {
      environment,
      definitions: targets,
      run: { name: 'run-1', id: 1, desiredStateHash: 'hash-1', commit: 'c1' },
    },
    start(name, command) {
      let result: { report?: Report; error?: unknown } = {};
      let runner: Runner | undefined;
      stage.spawn(name, async (actor) => {
        runner = createRunner(world, actor);
        try {
          result = { report: await command(runner.ports) };
        } catch (error) {
          result = { error };
        }
      });
      if (!runner) throw new Error('A run begins at once.');
      const report = (): Report => {
        if (result.error !== undefined) throw result.error;
        if (!result.report) throw new Error(`${name} was killed, or isn't over.`);
        return result.report;
      };
      return { ...runner, result: () => result, report };
    },
    async run(command) {
      const started = world.start('run', command);
      await stage.play();
      return started.report();
    },
    pass: (seconds) => stage.moveTo(stage.now() + seconds * 1000),
    fault(fault) {
      logs.collect();
      return ecs.addFault(fault).id;
    },
    clearFaults(id) {
      logs.collect();
      ecs.clearFaults(id);
    },
    behave: (changes) => ecs.behave(changes),
    readLedger: () => parseLedger(ledger.stored()?.body ?? '', environment.name),
    writeLedger: (next) => void ledger.write(serializeLedger(next), ledger.stored()?.etag),
  };
  return world;
}

function withInfrastructure({ name }: Environment, at: number): Ledger {
  const verifiedAt = new Date(at - 86_400_000).toISOString();
  return { ...emptyLedger(name), phases: { infrastructure: { verifiedAt, commit: 'c0' } } };
}

/** `2111`: the revision that each service runs, in the order given. */
export function revisions({ account }: TestWorld, services: readonly string[]): string {
  return services.map((name) => account.runs(name).slice(account.runs(name).lastIndexOf(':') + 1)).join('');
}

/** `promoted rolled-back pending pending`, in the order of the waves. */
export function states(report: Report): string {
  return report.services.map((service) => service.state).join(' ');
}

/** Nothing is left of the ADOT variant of a service that runs revision 2: ECS lists it no more, and the ledger doesn't remember it. */
export function forgetAdot(world: TestWorld, name: string): void {
  world.account.deregister(world.account.runs(name).replace(/:2$/, ':1'));
  const ledger = world.readLedger();
  const record = ledger.services[name];
  if (record === undefined) throw new Error(`The ledger has no service ${name}.`);
  world.writeLedger({
    ...ledger,
    services: { ...ledger.services, [name]: { ...record, previous: null, history: [] } },
  });
}
