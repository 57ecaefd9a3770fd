import type { Environment, Phase, Variant } from '@loki-adoption/environment';
import type { Capacity } from './capacity.ts';

/** One service as desired state wants it. */
export interface DesiredService {
  /** Key in the environment file, and value of the label `service_name`. */
  readonly name: string;
  /** Name in ECS, and task family. */
  readonly ecsName: string;
  /** Name of the application's container. */
  readonly container: string;
  readonly wave: number;
  /** How many services of its wave move at once, at most. */
  readonly parallel: number;
  readonly bakeSeconds: number;
  /** ARN of the task definition that it has to run. */
  readonly target: string;
  readonly variant: Variant;
  readonly sidecar: 'alloy' | 'adot-collector' | null;
  readonly capacity: Capacity;
  /** Services of Service Connect that it calls, by their names in desired state: its proxies only know those that ECS had before its deployment. */
  readonly calls: readonly string[];
}

export interface Policy {
  readonly pollSeconds: number;
  readonly deadlineSeconds: number;
  readonly sidecarWindowSeconds: number;
  readonly freshnessSeconds: number;
  /** How long a read may still show the state before an update. */
  readonly settleSeconds: number;
  /** Nothing is decided on a view that is older: one poll, or ten seconds where a round of looks takes longer than that. */
  readonly viewSeconds: number;
  /** As soon as this number of tasks of the new revision have stopped by themselves, the deployment has failed. */
  readonly taskFailureLimit: number;
  /** As soon as this number of calls in a row have failed, the rollout holds. */
  readonly errorLimit: number;
  /** How long a new Loki may take until it is ready. */
  readonly infrastructureSeconds: number;
}

/** What identifies a run in the ledger. */
export interface Run {
  /** The same for every attempt of a workflow run, so that a second attempt takes over from the first. */
  readonly name: string;
  /** Different for each attempt: one that is still alive stops when the next one begins. */
  readonly attempt?: string;
  /** GitHub's number of the run, which grows from run to run; absent elsewhere. */
  readonly id?: number;
  /** Hash of the environment as merged: a hold ends when it changes. */
  readonly desiredStateHash: string;
  /** Commit of the desired state. */
  readonly commit: string;
}

/** What a rollout wants. */
export interface Desired {
  readonly cluster: string;
  readonly phase: Phase;
  readonly run: Run;
  readonly startedAt: number;
  /** In the order in which they move. */
  readonly services: readonly DesiredService[];
  readonly policy: Policy;
  /** What a service goes back to in place of a revision that ECS starts no task of any more; both ARNs. */
  readonly standIns: Readonly<Record<string, string>>;
  /** Why this run can't record the phase as verified; `null` where it can. */
  readonly unverifiable: string | null;
}

export function policyOf(environment: Environment): Policy {
  const { pollInterval, deadline, gates } = environment.rollout;
  return {
    pollSeconds: pollInterval,
    deadlineSeconds: deadline,
    sidecarWindowSeconds: gates.sidecar.window,
    freshnessSeconds: gates.logs.freshness,
    settleSeconds: 30,
    viewSeconds: Math.max(pollInterval, 10),
    taskFailureLimit: 3,
    errorLimit: 5,
    infrastructureSeconds: 600,
  };
}
