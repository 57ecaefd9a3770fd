import { type Draft, error, type Finding, warning } from './draft.ts';

/** Replicas know each other only through the ring of `replicated`, which keeps each line three times. */
export function replicasFitTopology({ loki }: Draft): Finding[] {
  if (!loki) return [];
  const path = ['loki', 'replicas'];
  if (loki.topology === 'single' && loki.replicas > 1) {
    return [error(path, `${loki.replicas} replicas need topology: replicated; a single one shares no ring`)];
  }
  if (loki.topology === 'replicated' && loki.replicas < 3) {
    return [error(path, 'topology: replicated needs at least 3 replicas: every line is kept three times')];
  }
  return [];
}

/** A write-ahead log that dies with its task is a choice to be made knowingly. */
export function ephemeralWalLosesLines({ loki }: Draft): Finding[] {
  if (loki?.storage.wal !== 'ephemeral') return [];
  const loss =
    loki.topology === 'single'
      ? 'when the Loki task dies, every line that it had not flushed to S3 yet is lost'
      : 'when several Loki tasks die at once, lines that none of them had flushed to S3 yet are lost';
  return [warning(['loki', 'storage', 'wal'], `${loss}; host, ebs and efs keep them`)];
}
