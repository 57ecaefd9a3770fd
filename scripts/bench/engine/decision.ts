import type { Environment } from '../../../packages/environment/src/index.ts';
import { decide } from '../../../packages/rollout-engine/src/decide/rollout.ts';
import { type Desired, policyOf } from '../../../packages/rollout-engine/src/model/desired.ts';
import type { EcsService } from '../../../packages/rollout-engine/src/model/ecs.ts';
import { nothingSeen, type World } from '../../../packages/rollout-engine/src/model/world.ts';
import { inWaves } from '../../../packages/rollout-engine/src/run/desired.ts';
import { withServices } from '../../../packages/rollout-engine/src/run/observe.ts';
import type { Event } from '../../../packages/rollout-engine/src/state/events.ts';
import { evolveAll } from '../../../packages/rollout-engine/src/state/evolve.ts';
import { emptyLedger, type Ledger } from '../../../packages/rollout-engine/src/state/ledger.ts';

const WARM_UP = 50;
const RUNS = 300;
const NOW = Date.UTC(2026, 10, 26, 12);

/** Milliseconds of each of many decisions in the middle of a rollout: the first wave bakes, all others wait for their turn. */
export function timeOfDecision(environment: Environment): number[] {
  const desired = desiredOf(environment);
  const ledger = ledgerOf(environment.name, desired);
  const world = worldOf(desired);
  const times: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    const started = performance.now();
    const decision = decide(world, ledger, desired, NOW + 1000);
    if (run >= WARM_UP) times.push(performance.now() - started);
    if (decision.done || decision.wakeAt === null) throw new Error('nothing bakes in this world');
  }
  return times;
}

function desiredOf(environment: Environment): Desired {
  const run = { name: 'bench', desiredStateHash: 'hash', commit: 'c' };
  const services = inWaves(environment).map((service) => {
    return { ...service, target: arnOf(service.ecsName, 2), sidecar: 'alloy' as const };
  });
  const { cluster, migration } = environment;
  const policy = policyOf(environment);
  return {
    cluster,
    phase: migration.phase,
    run,
    startedAt: NOW,
    services,
    policy,
    standIns: {},
    unverifiable: null,
  };
}

function ledgerOf(environment: string, { services }: Desired): Ledger {
  const at = NOW - 10_000;
  const moving = services.filter(({ wave }) => wave === 1);
  const events = moving.flatMap(({ name, ecsName, target, wave }): Event[] => [
    {
      type: 'move-began',
      at,
      service: name,
      target,
      previous: arnOf(ecsName, 1),
      wave,
      adopted: false,
      deploymentId: name,
    },
    { type: 'deployed', at, service: name },
    ...(['deployment', 'sidecar', 'logs'] as const).map((gate) => {
      return { type: 'measured', at, service: name, gate, status: 'pass', detail: '' } as const;
    }),
    { type: 'gates-passed', at, service: name },
  ]);
  return evolveAll(emptyLedger(environment), events);
}

function worldOf({ services }: Desired): World {
  const found = services.map(({ ecsName, name, wave }) => serviceOf(ecsName, arnOf(ecsName, wave === 1 ? 2 : 1), name));
  const world = withServices(nothingSeen(NOW), services, found, NOW);
  const seen = services.map(({ name, ecsName, wave }) => {
    const observation = world.services[name];
    if (!observation) throw new Error(`${name} wasn't seen`);
    return [name, wave === 1 ? { ...observation, tasks: { seenAt: NOW, all: tasksOf(ecsName, name) } } : observation];
  });
  return { ...world, services: Object.fromEntries(seen) };
}

function serviceOf(ecsName: string, taskDefinition: string, id: string): EcsService {
  const state = { status: 'PRIMARY', rolloutState: 'COMPLETED', rolloutStateReason: '' } as const;
  const capacity = [{ provider: 'graviton', weight: 1, base: 0 }];
  const deployment = { id, createdAt: NOW, taskDefinition, capacity, runningCount: 2, failedTasks: 0, ...state };
  const counts = { desiredCount: 2, runningCount: 2 };
  return { name: ecsName, status: 'ACTIVE', createdAt: NOW, ...counts, deployments: [deployment], events: [] };
}

function tasksOf(ecsName: string, deployment: string) {
  return [1, 2].map((number) => ({
    arn: `${ecsName}/${number}`,
    id: `${ecsName}-${number}`,
    taskDefinition: arnOf(ecsName, 2),
    lastStatus: 'RUNNING',
    startedBy: deployment,
    startedAt: NOW - 600_000,
    containers: ['main', 'alloy'].map((name) => ({ name, lastStatus: 'RUNNING', healthStatus: 'UNKNOWN' })),
  }));
}

function arnOf(family: string, revision: number): string {
  return `arn:aws:ecs:eu-west-1:111122223333:task-definition/${family}:${revision}`;
}
