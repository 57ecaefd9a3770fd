import type { Verdict } from '@loki-adoption/verification';
import type { Capacity } from '../model/capacity.ts';
import type { DesiredService, Policy } from '../model/desired.ts';
import type { EcsService, Task } from '../model/ecs.ts';
import type { LogsLook } from '../model/world.ts';
import type { GateName } from './names.ts';

/**
 * `settling`: nothing is wrong so far, and all that is missing is time. It delays a service, and doesn't use up the time that a gate has to
 * pass.
 */
export type GateVerdict = Verdict & { readonly settling?: boolean };

/** A move, as far as a gate needs it. `watchedFrom`: a task of it that stopped by itself since then counts. Times in ms since 1970. */
export interface Move {
  readonly definition: string;
  /** Absent where the move leaves the capacity as it is. */
  readonly capacity?: Capacity | undefined;
  readonly deploymentId: string;
  readonly startedAt: number;
  readonly watchedFrom: number | null;
  /** It ran before the move began. */
  readonly adopted: boolean;
}

export interface GateContext {
  readonly service: DesiredService;
  readonly cluster: string;
  readonly policy: Policy;
  readonly now: number;
  readonly move: Move;
  readonly seen: EcsService;
  readonly tasks: readonly Task[];
  /** Looks at Loki since the service entered its state. */
  readonly logs: readonly LogsLook[];
}

/** Something that has to be true before a service counts as moved. */
export interface Gate {
  readonly name: GateName;
  /** When it passes and when it fails, for the documentation; backticks mark code. */
  readonly passes: string;
  readonly fails: string;
  /** When it is judged: at every poll, or once at each end of the bake. */
  readonly judged: 'always' | 'at both ends of the bake';
  /** Whether it means anything for a service that ECS runs this number of tasks of. */
  readonly applies: (service: Pick<DesiredService, 'variant' | 'sidecar'>, desiredCount: number) => boolean;
  readonly judge: (context: GateContext) => GateVerdict;
}
