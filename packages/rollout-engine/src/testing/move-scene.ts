import { stepMove } from '../decide/move.ts';
import type { Seen } from '../decide/views.ts';
import type { Desired, DesiredService } from '../model/desired.ts';
import type { EcsService, Task } from '../model/ecs.ts';
import type { LogsLook, Observation } from '../model/world.ts';
import type { InState } from '../state/service-record.ts';
import {
  aService,
  at,
  deployment,
  desired,
  ecsService,
  iso,
  launch,
  RUN,
  seen,
  shared,
  task,
  world,
} from './builders.ts';

/** A service in the middle of its move, as `stepMove` gets it. */
export type Record = InState<'deploying' | 'baking' | 'analysing'>;

export const deploying = (changes: Parameters<typeof launch>[0] = {}, since = 0): Record => ({
  ...shared({ since: iso(since) }),
  state: 'deploying',
  move: launch(changes),
});
export const baking = (passedAt: number | null, since = 20, gates: Record['gates'] = {}): Record => ({
  ...shared({ since: iso(since), gates }),
  state: 'baking',
  move: launch(),
  passedAt: passedAt === null ? null : iso(passedAt),
  watchedFrom: iso(passedAt ?? since),
});
export const analysing = (since: number, gates: Record['gates'] = {}): Record => ({
  ...shared({ since: iso(since), gates }),
  state: 'analysing',
  move: launch(),
  passedAt: iso(100),
  watchedFrom: iso(100),
});

export const result = (status: 'pass' | 'inconclusive' | 'error') => ({
  at: iso(1),
  status,
  detail: '',
  measurements: [],
});
export const PASSED = { deployment: result('pass'), sidecar: result('pass'), logs: result('pass') };
export const ALIVE = { deployment: result('pass'), sidecar: result('pass') };

export interface Scene {
  readonly record: Record;
  /** Seconds after noon; what was seen was seen then, unless it says otherwise. */
  readonly now: number;
  readonly ecs?: EcsService;
  readonly tasks?: readonly Task[] | null;
  readonly service?: Partial<DesiredService>;
  readonly desired?: Partial<Desired>;
  readonly see?: Partial<Omit<Observation, 'tasks'>>;
  readonly roundAt?: number;
}

export function step({
  record,
  now,
  ecs = ecsService(),
  tasks = [task('one')],
  see = {},
  roundAt = now,
  ...more
}: Scene) {
  const service = aService(more.service);
  const observed = { ...seen(now, ecs, { tasks, ...see }), service: ecs } as Seen;
  const around = world(roundAt, { worker: observed });
  return stepMove({ service, record, seen: observed, world: around, desired: desired(more.desired), now: at(now) });
}

export const types = ({ events }: { events: readonly { type: string }[] }) => events.map(({ type }) => type);
export const HELD = { type: 'held', service: 'worker', run: RUN };
export const inProgress = () => ecsService({ deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] });
export const crashed = (seconds: number) =>
  task('dead', { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedAt: at(seconds) });

export function looked(seconds: number, ageSeconds = 1, changes: Partial<LogsLook> = {}): LogsLook {
  const labels = { service_name: 'worker', cluster: 'dev-cluster', container_name: 'worker', task_id: 'one' };
  return {
    seenAt: at(seconds),
    streams: [labels],
    newest: { one: at(seconds - ageSeconds) },
    recent: ['one'],
    ...changes,
  };
}
