import type { Phase } from '@loki-adoption/environment';
import type { Verdict } from '@loki-adoption/verification';
import type { GateName } from '../gates/names.ts';
import type { Capacity } from '../model/capacity.ts';
import type { Run } from '../model/desired.ts';
import type { Revision } from '../model/revision.ts';
import type { Ledger, RollbackPlan } from './ledger.ts';

/** What happened, or is about to be done. Applied to a ledger by `evolve`; writing it down comes before every change of AWS. */
export type Event =
  | DeployBegan
  | RolloutBegan
  | RollbackBegan
  | {
      readonly type: 'rollback-planned';
      readonly moves: RollbackPlan['moves'];
      readonly revisions: Ledger['revisions'];
    }
  | ({ readonly type: 'move-began' } & ServiceEvent & MoveBegan)
  /** The deployment that ECS made of an intent, or a newer one of the same definition. */
  | ({ readonly type: 'deployment-seen' } & ServiceEvent & { readonly deploymentId: string })
  | ({ readonly type: 'measured' } & ServiceEvent & Verdict & { readonly gate: GateName })
  | ({ readonly type: 'deployed' } & ServiceEvent)
  | ({ readonly type: 'gates-passed' } & ServiceEvent)
  | ({ readonly type: 'baked' } & ServiceEvent)
  | ({ readonly type: 'promoted' } & ServiceEvent & { readonly run: string })
  | ({ readonly type: 'way-back-began' } & ServiceEvent & WayBackBegan)
  /** ECS starts no task of what it went back to: the way leads to a copy of that. */
  | ({ readonly type: 'way-back-replaced' } & ServiceEvent & {
        readonly replaced: string;
        readonly definition: string;
        readonly facts: Revision;
      })
  /** The call of a pre-empted run came through after all: the way back is sent once more. */
  | ({ readonly type: 'way-back-repeated' } & ServiceEvent)
  | ({ readonly type: 'rolled-back' } & ServiceEvent & { readonly run: Run })
  | ({ readonly type: 'held' } & ServiceEvent & { readonly run: Run; readonly reason: string })
  | { readonly type: 'phase-verified'; readonly at: number; readonly phase: Phase; readonly commit: string }
  | RolloutEnded
  | { readonly type: 'released' };

/** An event of one service. */
export type ServiceChange = Extract<Event, { readonly service: string }>;

/** `at` in ms since 1970. */
interface ServiceEvent {
  readonly at: number;
  readonly service: string;
}

/** Terraform is about to change what the environment has. */
interface DeployBegan {
  readonly type: 'deploy-began';
  readonly at: number;
  readonly phase: Phase;
  readonly run: Run;
  readonly allowedOlder?: string | undefined;
}

interface RolloutBegan {
  readonly type: 'rollout-began';
  readonly at: number;
  readonly phase: Phase;
  readonly run: Run;
  readonly services: readonly { readonly name: string; readonly wave: number; readonly target: string }[];
  readonly revisions: Readonly<Record<string, Revision>>;
  /** A gate's hold that is still in force: what is under way is finished, and nothing begins. */
  readonly keepsHold: boolean;
}

interface RollbackBegan {
  readonly type: 'rollback-began';
  readonly at: number;
  readonly run: Run;
  readonly reason: string;
  readonly to: string;
}

interface MoveBegan {
  readonly target: string;
  readonly previous: string | null;
  readonly wave: number;
  readonly adopted: boolean;
  readonly deploymentId: string | null;
  /** Where the tasks are to run, and where they ran; absent where the move leaves that as it is. */
  readonly capacity?: { readonly to: Capacity; readonly from: Capacity } | undefined;
}

interface WayBackBegan {
  readonly restore: string;
  /** Absent where the way back leaves it as it is. */
  readonly capacity?: Capacity | undefined;
  readonly from: string | null;
  readonly contested: boolean;
  readonly reason: string;
  readonly leavesNoHold: boolean;
}

interface RolloutEnded {
  readonly type: 'rollout-ended';
  readonly at: number;
  readonly phase: Phase;
  readonly run: Run;
  readonly unverified: string | null;
}
