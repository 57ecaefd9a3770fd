import type { DesiredService } from '../core/desired.ts';
import { type Ledger, patchRecord } from '../core/ledger.ts';
import type { Step } from '../core/steps.ts';
import type { Failure, Observation, World } from '../core/world.ts';
import type { Ports } from '../ports.ts';
import type { LedgerSession } from './ledger-session.ts';
import { failureOf, type Observer } from './observer.ts';
import { holdMarks, type RunOptions } from './run.ts';

export type Ended = Extract<Step, { kind: 'done' }> | { readonly kind: 'interrupted' };

export interface DriveOptions extends Pick<RunOptions, 'run' | 'runId' | 'desiredStateHash'> {
  readonly ports: Ports;
  readonly session: LedgerSession;
  readonly observer: Observer;
  readonly services: readonly Pick<DesiredService, 'name' | 'ecsName'>[];
  readonly stats: { polls: number };
  readonly decide: (world: World, ledger: Ledger, now: number) => Step;
}

/** Carries out one step after the other until there is none left, or the run is told to stop. Decides nothing itself. */
export async function drive(options: DriveOptions): Promise<Ended> {
  const { ports, session, observer, stats } = options;
  const { ecs, clock, log } = ports;
  const byName = new Map(options.services.map((service) => [service.name, service]));
  const services: Record<string, Observation> = {};
  let failure: Failure | null = null;
  let failures = 0;
  let ledger = session.ledger();
  let lastWhy = '';

  const serviceOf = (name: string) => {
    const service = byName.get(name);
    if (!service) throw new Error(`No service ${name} in this run.`);
    return service;
  };
  const attempt = async (call: () => Promise<void>): Promise<void> => {
    try {
      await call();
    } catch (error) {
      failures += 1;
      failure = failureOf(error, failures);
    }
  };

  async function look(step: Extract<Step, { kind: 'observe' }>): Promise<void> {
    if (!step.tasks && !step.logs) {
      Object.assign(services, await observer.services(step.services.map(serviceOf)));
      return;
    }
    for (const name of step.services) {
      const seen = services[name];
      if (!seen) continue;
      if (step.tasks) {
        services[name] = { ...seen, tasks: await observer.tasks(serviceOf(name), seen) };
        failures = 0;
      } else {
        const startedAt = Date.parse(ledger.services[name]?.startedAt ?? '') || clock.now();
        services[name] = { ...seen, logs: await observer.logs(serviceOf(name), seen, startedAt) };
      }
    }
  }

  async function update(service: string, taskDefinition: string): Promise<void> {
    const updated = await ecs.updateService(serviceOf(service).ecsName, taskDefinition);
    services[service] = { service: updated, tasks: null, logs: null };
    failures = 0;
  }

  for (;;) {
    if (ports.signal.aborted) return { kind: 'interrupted' };
    const step = options.decide({ services, failure }, ledger, clock.now());
    failure = null;
    switch (step.kind) {
      case 'observe':
        await attempt(() => look(step));
        break;
      case 'record': {
        const before = ledger.services[step.service]?.state;
        ledger = await session.update((current) => recorded(current, step, clock.now(), options));
        if (ledger.services[step.service]?.state !== before) observer.forgetLogs(step.service);
        log.info(`${step.service}: ${step.note}`);
        break;
      }
      case 'update-service':
        // The last look at the epoch before something changes.
        ledger = await session.refresh();
        log.info(`${step.service}: UpdateService ${step.taskDefinition}`);
        await attempt(() => update(step.service, step.taskDefinition));
        break;
      case 'wait':
        if (step.why !== lastWhy) log.info(`${step.service || 'waiting'}: ${step.why}`);
        lastWhy = step.why;
        stats.polls += 1;
        await clock.sleep(step.seconds * 1000);
        delete services[step.service];
        ledger = await session.refresh();
        break;
      case 'done':
        return step;
    }
  }
}

function recorded(
  ledger: Ledger,
  step: Extract<Step, { kind: 'record' }>,
  now: number,
  options: Pick<RunOptions, 'run' | 'runId' | 'desiredStateHash'>,
): Ledger {
  const next = patchRecord(ledger, step.service, step.patch, now, options.run);
  if (!step.hold || ledger.hold) return next;
  return { ...next, hold: { ...step.hold, at: new Date(now).toISOString(), ...holdMarks(options) } };
}
