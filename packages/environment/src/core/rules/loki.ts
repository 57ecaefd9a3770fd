import { STREAMS_OF_CONTAINER, streamsWhileDeploying } from '../sizing/streams.ts';
import { didYouMean } from '../wording.ts';
import { type Draft, error, type Finding } from './draft.ts';

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

/** A query that looks further back than lines are kept finds the bucket's lifecycle rule instead of lines. */
export function lookbackWithinRetention({ loki }: Draft): Finding[] {
  const { lookbackDays } = loki?.limits ?? {};
  if (!loki || lookbackDays === undefined || lookbackDays <= loki.retentionDays) return [];
  const message = `${lookbackDays} days are more than loki.retentionDays keeps (${loki.retentionDays})`;
  return [error(['loki', 'limits', 'lookbackDays'], message)];
}

/** Loki must not refuse what the environment itself declares. */
export function ingestionLimitCoversIngest({ loki }: Draft): Finding[] {
  const limit = loki?.limits.ingestionMegabytesPerSecond;
  if (!loki || limit === undefined || limit >= loki.ingest.megabytesPerSecond) return [];
  const declared = `loki.ingest.megabytesPerSecond (${loki.ingest.megabytesPerSecond})`;
  const message = `${limit} MB/s are less than ${declared}: Loki would refuse lines at the declared peak`;
  return [error(['loki', 'limits', 'ingestionMegabytesPerSecond'], message)];
}

/** Past its limit Loki refuses new streams of every service, and lines of streams that it has. */
export function streamLimitCoversTasks({ loki, services, unreadable }: Draft): Finding[] {
  const limit = loki?.limits.streams;
  if (limit === undefined || unreadable.size > 0) return [];
  const needed = streamsWhileDeploying(services.values());
  if (limit >= needed) return [];
  const message = `${limit} streams are fewer than the ${needed} of all services while they are deployed (tasks, old and new, times ${STREAMS_OF_CONTAINER}): Loki would refuse lines of every service; leave it out, or set at least twice as many`;
  return [error(['loki', 'limits', 'streams'], message)];
}

/** Declared queries look at services whose logs are in Loki. */
export function queriesNameServices({ loki, services, unreadable, isSet }: Draft): Finding[] {
  if (!isSet(['services'])) return [];
  return (loki?.queries ?? []).flatMap((query, index) =>
    (query.services ?? []).flatMap((name, position) => {
      const path = ['loki', 'queries', index, 'services', position];
      const service = services.get(name);
      if (service?.collector === 'none') {
        return [error(path, `the logs of ${name} stay in CloudWatch (collector: none): take it out of the query`)];
      }
      if (service || unreadable.has(name)) return [];
      return [error(path, `there is no service ${name}${didYouMean(name, [...services.keys(), ...unreadable])}`)];
    }),
  );
}
