import type { FaultKind } from '@loki-adoption/ecs-simulator';
import fc from 'fast-check';
import type { Drop, Loss } from '../network.ts';

/** Services of the histories, in the order of their waves; two of the first wave move at once. */
export const SERVICES = ['worker', 'frontend', 'matching', 'history'] as const;
export const WAVES = [{ services: ['worker', 'frontend', 'matching'], parallel: 2 }, { services: ['history'] }];

/** Phases of the histories: with ADOT, and with Alloy. */
export type HistoryPhase = 'infrastructure' | 'rollout';

/** The capacity provider of all services: the one they are created with, or another of the cluster. */
export type ProviderChoice = 'first' | 'second';

export type ServiceName = (typeof SERVICES)[number];

/**
 * One step of a history: what a run, a person, Terraform, AWS or the network does. `run` picks one of those that are not over, counted from
 * the first, around and around. A fault without a service hits one that is under way, where any is.
 */
export type Command =
  | { readonly do: 'go on'; readonly run: number; readonly turns: number }
  | { readonly do: 'play'; readonly seconds: number }
  | { readonly do: 'stand still'; readonly seconds: number }
  | { readonly do: 'delay'; readonly run: number; readonly seconds: number }
  | { readonly do: 'roll out'; readonly only: ServiceName | null }
  | { readonly do: 'roll back'; readonly to: 'previous' | 'adot'; readonly only: ServiceName | null }
  | { readonly do: 'release' }
  | { readonly do: 'try again'; readonly run: number }
  | { readonly do: 'abort'; readonly run: number }
  | { readonly do: 'kill'; readonly run: number; readonly turns: number }
  | { readonly do: 'apply'; readonly services: readonly ServiceName[]; readonly version: string }
  | { readonly do: 'turn to'; readonly phase: HistoryPhase }
  | { readonly do: 'move to'; readonly provider: ProviderChoice }
  | { readonly do: 'deregister'; readonly service: ServiceName }
  | { readonly do: 'change by hand'; readonly service: ServiceName; readonly back: number }
  | { readonly do: 'force'; readonly service: ServiceName }
  | { readonly do: 'stop task'; readonly service: ServiceName }
  | { readonly do: 'scale'; readonly service: ServiceName; readonly count: number }
  | {
      readonly do: 'fault';
      readonly kind: FaultKind;
      readonly service: ServiceName | null;
      readonly container: string | null;
    }
  | { readonly do: 'throttle'; readonly action: string; readonly count: number }
  | { readonly do: 'stale reads'; readonly seconds: number }
  | { readonly do: 'limits'; readonly limits: 'aws' | 'none' }
  | { readonly do: 'conflict'; readonly times: number }
  | { readonly do: 'lose'; readonly drop: Drop }
  | { readonly do: 'heal' };

const run = fc.nat({ max: 3 });
const service = fc.constantFrom(...SERVICES);
const only = fc.option(service, { freq: 5 });
const seconds = (max: number) => fc.integer({ min: 1, max });

const faults = fc.constantFrom<[FaultKind, string | null]>(
  ['crash-at-start', 'alloy'],
  ['exit', 'alloy'],
  ['exit', null],
  ['fail-start', null],
  ['fail-health', null],
  ['stall', null],
  ['no-capacity', null],
  ['mute-logs', null],
  ['mute-logs', null],
  ['mute-logs', null],
  ['wrong-labels', null],
);

const losses = fc.constantFrom<[Drop['to'], string, Loss]>(
  ['ECS', 'UpdateService', 'request'],
  ['ECS', 'UpdateService', 'answer'],
  ['ECS', 'DescribeServices', 'request'],
  ['ECS', 'DescribeTasks', 'request'],
  ['S3', 'read', 'request'],
  ['S3', 'write', 'request'],
  ['S3', 'write', 'answer'],
  ['S3', 'write', 'repeated'],
  ['Loki', 'look', 'request'],
  ['Loki', 'check', 'request'],
);

/** A command, the frequent ones first: without runs that get far nothing is shown. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({ do: fc.constant('go on' as const), run, turns: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 20, arbitrary: fc.record({ do: fc.constant('play' as const), seconds: seconds(300) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stand still' as const), seconds: seconds(400) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delay' as const), run, seconds: seconds(400) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('roll out' as const), only }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('roll back' as const),
      to: fc.constantFrom('previous' as const, 'adot' as const),
      only,
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'release' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('try again' as const), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort' as const), run }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('kill' as const), run, turns: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('apply' as const),
      services: fc.subarray([...SERVICES], { minLength: 1 }),
      version: fc.constantFrom('1.29.0', '1.30.0', '1.31.0'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('turn to' as const),
      phase: fc.constantFrom('infrastructure' as const, 'rollout' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move to' as const),
      provider: fc.constantFrom('first' as const, 'second' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deregister' as const), service }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('change by hand' as const), service, back: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('force' as const), service }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stop task' as const), service }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('scale' as const), service, count: fc.nat({ max: 2 }) }) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(faults, fc.option(service, { freq: 2 }))
      .map(([[kind, container], hit]) => ({ do: 'fault' as const, kind, service: hit, container })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('throttle' as const),
      action: fc.constantFrom('UpdateService', 'DescribeServices', 'DescribeTasks', 'ListTasks'),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stale reads' as const), seconds: fc.constantFrom(0, 3, 12) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('limits' as const),
      limits: fc.constantFrom('aws' as const, 'none' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('conflict' as const), times: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(losses, fc.integer({ min: 1, max: 6 }))
      .map(([[to, call, lose], times]) => ({ do: 'lose' as const, drop: { to, call, lose, times } })),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'heal' as const }) },
);

const LOST: Readonly<Record<Loss, string>> = {
  request: 'the request is lost',
  answer: 'the answer is lost',
  repeated: 'the answer is lost, and the client library sends it again',
  refused: 'it is refused',
};

/** The command as a person would say it. */
export function inWords(step: Command): string {
  switch (step.do) {
    case 'go on':
      return `run #${step.run} goes on for ${step.turns} turns`;
    case 'play':
      return `all go on for ${step.seconds} s`;
    case 'stand still':
      return `${step.seconds} s pass, and no run goes on`;
    case 'delay':
      return `what run #${step.run} waits for takes ${step.seconds} s longer`;
    case 'roll out':
      return `a rollout${step.only ? ` of ${step.only}` : ''} begins`;
    case 'roll back':
      return `a rollback${step.only ? ` of ${step.only}` : ''} to ${step.to} begins`;
    case 'release':
      return 'somebody releases the hold';
    case 'try again':
      return `run #${step.run} is started a second time, under its own name`;
    case 'abort':
      return `run #${step.run} is asked to stop`;
    case 'kill':
      return `run #${step.run} dies at turn ${step.turns} from now`;
    case 'apply':
      return `Terraform registers ${step.version} of ${step.services.join(', ')}, which is wanted from now on`;
    case 'turn to':
      return `a merge turns the environment to phase ${step.phase}, and Terraform registers it`;
    case 'move to':
      return `a merge moves all services to the ${step.provider} capacity provider`;
    case 'deregister':
      return `somebody deregisters the oldest revision of ${step.service}`;
    case 'change by hand':
      return `somebody points ${step.service} ${step.back} revisions back in the console`;
    case 'force':
      return `somebody forces a new deployment of ${step.service}`;
    case 'stop task':
      return `somebody stops a task of ${step.service}`;
    case 'scale':
      return `${step.service} is scaled to ${step.count}`;
    case 'fault':
      return `fault ${step.kind}${step.container ? ` of container ${step.container}` : ''} in ${step.service ?? 'what moves'}`;
    case 'throttle':
      return `ECS throttles ${step.action}, ${step.count} times`;
    case 'stale reads':
      return `reads of ECS are stale for ${step.seconds} s after a write`;
    case 'limits':
      return `request limits of ECS: ${step.limits}`;
    case 'conflict':
      return `${step.times} conflicts in S3`;
    case 'lose':
      return `${step.drop.to} ${step.drop.call}, ${step.drop.times} times: ${LOST[step.drop.lose]}`;
    case 'heal':
      return 'all faults heal';
  }
}
