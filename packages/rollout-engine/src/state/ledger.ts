import { PHASES, VARIANTS } from '@loki-adoption/environment';
import * as z from 'zod';
import { definition, serviceRecord, time } from './service-record.ts';

/** Since 3 a move and a way back may say where tasks run; since 2 a service's state is a union. */
export const SCHEMA_VERSION = 3;

const lease = z.strictObject({
  owner: z.string(),
  /** Which process of the owner: a later attempt of a run takes over from an earlier one. */
  attempt: z.string().optional(),
  kind: z.enum(['rollout', 'rollback']),
  expiresAt: time,
});

const hold = z.strictObject({
  reason: z.string(),
  at: time,
  outcome: z.enum(['rolled-back', 'held']),
  desiredStateHash: z.string(),
  /** GitHub's number of the run that left it: an earlier run can't be the answer to it. */
  runId: z.int().optional(),
});

/** A rollback that was asked for: where each service goes, and which have begun. Last wave first. */
const rollback = z.strictObject({
  reason: z.string(),
  to: z.string(),
  at: time,
  run: z.string(),
  /** It took over from a run that may still have a call under way. */
  contested: z.boolean(),
  moves: z.array(
    z.strictObject({
      service: z.string(),
      definition,
      wave: z.int(),
      parallel: z.int().min(1),
      begun: z.boolean(),
    }),
  ),
});

/** A commit that a run set out to deploy, or has deployed. */
const deployment = z.strictObject({
  phase: z.enum(PHASES),
  commit: z.string(),
  run: z.string(),
  runId: z.int().optional(),
  at: time,
  /** Why it was deployed although a newer one was there. */
  allowedOlder: z.string().optional(),
});

/** One object for each environment, beside its Terraform state. Task definitions are ARNs, times ISO 8601. */
export const ledgerSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  environment: z.string(),
  /** Fencing token: a rollback raises it, and a run that holds an older one stops. */
  epoch: z.int().min(0),
  lease: lease.nullable(),
  /** When a run last wrote under its lease. */
  watchedAt: time.nullable(),
  phases: z.partialRecord(z.enum(PHASES), z.strictObject({ verifiedAt: time, commit: z.string() })),
  services: z.record(z.string(), serviceRecord),
  /** What the definitions in here stand for, by ARN. */
  revisions: z.record(definition, z.strictObject({ image: z.string().nullable(), variant: z.enum(VARIANTS) })),
  /** Stops deploys until a merge changes the environment's desired state, or somebody releases it. */
  hold: hold.nullable(),
  rollback: rollback.nullable(),
  begun: deployment.nullable(),
  /** `unverified`: why the phase was not recorded as verified. */
  deployed: deployment.extend({ unverified: z.string().nullable() }).nullable(),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type Lease = z.infer<typeof lease>;
export type Hold = z.infer<typeof hold>;
export type RollbackPlan = z.infer<typeof rollback>;

export function emptyLedger(environment: string): Ledger {
  return {
    schemaVersion: SCHEMA_VERSION,
    environment,
    epoch: 0,
    lease: null,
    watchedAt: null,
    phases: {},
    services: {},
    revisions: {},
    hold: null,
    rollback: null,
    begun: null,
    deployed: null,
  };
}
