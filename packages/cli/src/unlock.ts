import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObjectStore } from '@loki-adoption/aws-kit';
import { UserError } from '@loki-adoption/errors';
import type { Context } from './context.ts';
import { requireEnvironment } from './environments.ts';
import type { Outcome } from './outcome.ts';
import { terraformFor } from './plan.ts';
import { describeLock, type LockInfo, parseLock } from './terraform/lock.ts';

/** Says who holds the lock of an environment's state; removes it where `id` is the lock's, so that nobody removes one they haven't seen. */
export async function unlockState(context: Context, name: string, id: string | undefined): Promise<Outcome> {
  const environment = requireEnvironment(context, name);
  const { state, aws } = environment;
  const key = `${state.key}.tflock`;
  const stored = await createObjectStore({ region: aws.region, bucket: state.bucket }).getObject(key);
  if (stored === undefined) return outcome(name, undefined, false, `${name}: the state is not locked`);
  const lock = parseLock(stored.body);
  if (lock === undefined) {
    throw new UserError(
      `s3://${state.bucket}/${key} is not a lock of Terraform: see what wrote it before you delete it.`,
    );
  }
  const held = `${name}: ${describeLock(lock)}`;
  if (id === undefined) {
    return outcome(
      name,
      lock,
      false,
      `${held}.\nIf its run is over, and it was killed: adopt unlock ${name} --id ${lock.id}`,
    );
  }
  if (id !== lock.id) throw new UserError(`${held}, not ${id}: nothing was removed.`);
  const folder = mkdtempSync(join(tmpdir(), 'adopt-unlock-'));
  try {
    const terraform = terraformFor(context, folder, environment);
    await terraform.init({ ...state, region: aws.region });
    await terraform.forceUnlock(id);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const next = 'What it had not finished the next deploy does.';
  return outcome(name, lock, true, `${name}: the lock ${id} of ${lock.who} is removed. ${next}`);
}

function outcome(environment: string, lock: LockInfo | undefined, removed: boolean, text: string): Outcome {
  return { text, data: { environment, lock: lock ?? null, removed } };
}
