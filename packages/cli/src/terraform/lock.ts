import * as z from 'zod';

/** Who holds the lock of a state, as Terraform writes it into the lock's object and says it in its error. */
export interface LockInfo {
  readonly id: string;
  /** `OperationTypeApply` and the like. */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  /** When it was taken, as Terraform writes it. */
  readonly created: string;
}

const lockFile = z.object({ ID: z.string().min(1), Operation: z.string(), Who: z.string(), Created: z.string() });

/** The content of `<state key>.tflock`; `undefined` where it is none. */
export function parseLock(text: string): LockInfo | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { success, data } = lockFile.safeParse(value);
  return success ? { id: data.ID, operation: data.Operation, who: data.Who, created: data.Created } : undefined;
}

/** What a failed command says about the lock that it didn't get. */
export function lockIn(output: string): LockInfo | undefined {
  const [, info] = /Lock Info:\n([\s\S]*)/.exec(output) ?? [];
  if (info === undefined) return undefined;
  const field = (name: string): string => new RegExp(`^\\W*${name}:[ \\t]*(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const id = field('ID');
  return id === '' ? undefined : { id, operation: field('Operation'), who: field('Who'), created: field('Created') };
}

/** Who holds it, since when, and what that is doing. */
export function describeLock({ id, operation, who, created }: LockInfo): string {
  const what = operation.replace(/^OperationType/, '').toLowerCase() || 'something';
  return `${who || 'somebody'} holds the lock ${id} since ${created || 'some time'} (${what})`;
}
