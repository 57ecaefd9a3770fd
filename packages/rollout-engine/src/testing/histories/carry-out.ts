import { EcsError } from '@loki-adoption/ecs-simulator';
import { otherProvider } from '../account.ts';
import { type Command, type HistoryPhase, SERVICES, type ServiceName } from './commands.ts';
import { alive, type Begun, begin, goOn, type History, play } from './history.ts';

/** Does what a command says; where there is no such run, nothing. */
export async function carryOut(history: History, step: Command): Promise<void> {
  const { world } = history;
  const chosen = (at: number): Begun | undefined => {
    const all = alive(history);
    return all[at % Math.max(1, all.length)];
  };
  switch (step.do) {
    case 'go on': {
      const run = chosen(step.run);
      for (let turn = 0; run && turn < step.turns && !run.started.actor.isOver; turn += 1) await goOn(history, run);
      return;
    }
    case 'play':
      return await play(history, step.seconds);
    case 'stand still':
      return world.pass(step.seconds);
    case 'delay': {
      const run = chosen(step.run);
      if (run?.started.actor.turn) run.started.actor.turn.dueAt += step.seconds * 1000;
      if (run) run.isPunctual = false;
      return;
    }
    case 'roll out':
      return begin(history, 'rollout', { only: step.only });
    case 'roll back':
      return begin(history, 'rollback', { only: step.only, to: step.to });
    case 'release':
      return begin(history, 'release', {});
    case 'try again':
      return chosen(step.run)?.again();
    case 'abort':
      return chosen(step.run)?.started.abort();
    case 'kill':
      return chosen(step.run)?.started.killAt(step.turns);
    default:
      changeTheWorld(history, step);
  }
}

type Change = Exclude<
  Command,
  {
    do:
      | 'go on'
      | 'play'
      | 'stand still'
      | 'delay'
      | 'roll out'
      | 'roll back'
      | 'release'
      | 'try again'
      | 'abort'
      | 'kill';
  }
>;

function changeTheWorld(history: History, step: Change): void {
  const { world, truth } = history;
  const { account, network } = world;
  switch (step.do) {
    case 'apply':
      apply(history, step.services, step.version, history.wanted.phase);
      break;
    case 'turn to':
      apply(history, SERVICES, '1.30.0', step.phase);
      break;
    case 'move to': {
      const { wanted } = history;
      const first = world.environment.capacity.provider;
      const provider = step.provider === 'first' ? first : otherProvider(world.environment);
      history.wanted = { ...wanted, version: wanted.version + 1, provider };
      break;
    }
    case 'deregister': {
      const [oldest] = activeRevisions(history, step.service);
      if (oldest && oldest !== history.wanted.definitions[step.service]) byHand(() => account.deregister(oldest));
      break;
    }
    case 'change by hand': {
      const all = activeRevisions(history, step.service);
      const other = all.at(-1 - step.back) ?? all[0];
      if (other) byHand(() => account.update(step.service, { taskDefinition: other }));
      break;
    }
    case 'force':
      if (activeRevisions(history, step.service).includes(account.runs(step.service))) {
        byHand(() => account.update(step.service, { forceNewDeployment: true }));
      }
      break;
    case 'stop task':
      byHand(() => account.stopTask(step.service));
      break;
    case 'scale':
      byHand(() => account.update(step.service, { desiredCount: step.count }));
      break;
    case 'fault': {
      const service = step.service ?? underWay(history);
      const container = step.container ?? world.environment.services[service]?.container;
      const narrow = step.kind === 'exit' || step.kind === 'fail-start' || step.container !== null ? { container } : {};
      const once = step.kind === 'exit' ? { count: 1 } : {};
      world.fault({
        kind: step.kind,
        service: account.ecsName(service),
        ...(narrow.container ? { container: narrow.container } : {}),
        ...once,
      });
      break;
    }
    case 'throttle':
      world.fault({ kind: 'throttle', action: step.action, count: step.count });
      break;
    case 'stale reads':
      history.staleMs = Math.max(history.staleMs, step.seconds * 1000);
      world.behave({ staleReadsMs: step.seconds * 1000 });
      break;
    case 'limits':
      world.behave({ limits: step.limits });
      break;
    case 'conflict':
      excuseLeases(history);
      world.ledger.conflict(step.times);
      break;
    case 'lose':
      if (step.drop.to === 'S3') excuseLeases(history);
      network.drop(step.drop);
      break;
    case 'heal':
      heal(history);
      break;
  }
  truth.sample();
}

function underWay({ world }: History): ServiceName {
  const { services } = world.readLedger();
  return (
    SERVICES.find((name) => ['deploying', 'baking', 'analysing'].includes(services[name]?.state ?? '')) ?? 'worker'
  );
}

/** What Terraform registers is wanted from then on. */
function apply(history: History, services: readonly ServiceName[], version: string, phase: HistoryPhase): void {
  const { account } = history.world;
  const { wanted } = history;
  const all = phase === wanted.phase ? services : SERVICES;
  byHand(() => {
    const fresh = all.map((name) => [name, account.register(name, phase === 'rollout' ? 'alloy' : 'adot', version)]);
    const definitions = { ...wanted.definitions, ...Object.fromEntries(fresh) };
    history.wanted = { ...wanted, definitions, version: wanted.version + 1, phase };
  });
}

/** ECS may refuse a person, too. */
function byHand(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof EcsError)) throw error;
  }
}

function excuseLeases(history: History): void {
  history.isS3InTrouble = true;
  for (const run of history.runs) run.isPunctual = false;
}

export function heal(history: History): void {
  const { world } = history;
  world.network.heal();
  world.clearFaults();
  world.behave({ limits: 'none', staleReadsMs: 0 });
  history.isS3InTrouble = false;
}

/** Oldest first. */
function activeRevisions({ world: { account } }: History, service: ServiceName): string[] {
  const family = account.ecsName(service);
  const all = [...account.ecs.world().taskDefinitions.values()];
  return all.filter((each) => each.family === family && each.status === 'ACTIVE').map(({ arn }) => arn);
}
