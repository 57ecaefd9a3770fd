import type { Environment } from '../../schema/environment.ts';
import { type Draft, error, type Finding, warning } from './draft.ts';

type Wal = Environment['loki']['storage']['wal'];

const EFS_FIELDS = ['fileSystemId', 'accessPointId'] as const;

/** Each kind of volume is described by its own fields, and by no others. */
export function storageFieldsFitWal({ loki, isSet }: Draft): Finding[] {
  if (!loki) return [];
  const { wal } = loki.storage;
  const belongsTo = (field: string, kind: Wal): Finding[] => {
    const path = ['loki', 'storage', field];
    return wal === kind || !isSet(path) ? [] : [error(path, `belongs to wal: ${kind}, and wal is ${wal}: take it out`)];
  };
  const missing = EFS_FIELDS.filter((field) => wal === 'efs' && loki.storage[field] === undefined);
  return [
    ...missing.map((field) =>
      error(
        ['loki', 'storage', field],
        field === 'fileSystemId'
          ? 'is missing: wal: efs needs the file system, fs-…'
          : "is missing: wal: efs needs an access point, fsap-…, with owner 10001:10001, for Loki doesn't run as root",
      ),
    ),
    ...EFS_FIELDS.flatMap((field) => belongsTo(field, 'efs')),
    ...belongsTo('gigabytes', 'ebs'),
  ];
}

/** A folder of the host needs a host. */
export function hostWalNeedsHost({ loki }: Draft): Finding[] {
  if (loki?.capacity !== 'fargate' || loki.storage.wal !== 'host') return [];
  const instead = loki.topology === 'single' ? 'efs, which outlives the task,' : 'ebs';
  const message = `host is a folder of an EC2 instance, which Fargate has none of: set wal to ${instead} or loki.capacity to ec2`;
  return [error(['loki', 'storage', 'wal'], message)];
}

/** An EFS access point is one folder for all tasks of a service, and two replicas that write to one log destroy it. */
export function replicasHaveTheirOwnWal({ loki }: Draft): Finding[] {
  if (loki?.topology !== 'replicated' || loki.storage.wal !== 'efs') return [];
  const message = 'efs is one folder, and each replica needs a write-ahead log of its own: set wal to host or ebs';
  return [error(['loki', 'storage', 'wal'], message)];
}

const DIES_WITH_TASK: Readonly<Partial<Record<Wal, string>>> = {
  ephemeral: 'dies with its task',
  ebs: 'is a volume that ECS deletes with its task',
};

/*
 * Measured: killed with its disk lost, one replica lost all of 17,800 acknowledged lines; of three, one killed lost none of
 * 21,800; two replaced at once made queries return part of the lines until the next index sync (5 minutes).
 */
const SINGLE_LOSES =
  'a crash loses every line since the last flush, up to 2 hours of them (max_chunk_age). What Docker still retains, about ' +
  'alloy.outageBudget, comes back when the sidecars are started anew. efs keeps all of it, host where the task returns to its instance';
const REPLICATED_LOSES =
  'three copies make up for one replica. Two that crash together can lose lines since the last flush, up to 2 hours of them ' +
  '(max_chunk_age), and queries return part of the lines for minutes; Docker retains about alloy.outageBudget of them. ' +
  'host keeps all of it where a task returns to its instance';

/** A write-ahead log that dies with its task is a choice to be made knowingly. */
export function walOutlivesTask({ loki }: Draft): Finding[] {
  const how = loki && DIES_WITH_TASK[loki.storage.wal];
  if (!loki || how === undefined) return [];
  const loss = loki.topology === 'single' ? SINGLE_LOSES : REPLICATED_LOSES;
  return [warning(['loki', 'storage', 'wal'], `${how}: ${loss}`)];
}
