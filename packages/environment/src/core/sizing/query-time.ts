import type { Environment } from '../../schema/environment.ts';
import { copiesOf } from './ingest.ts';
import { NEWEST_SECONDS, SCANS } from './measured.ts';

export type Query = Environment['loki']['queries'][number];

export interface QueryDemand {
  /** MB that the query has to read, copies included; what stops early reads little, and that isn't counted. */
  readonly megabytes: number;
  /** How long it takes at 1 vCPU with nothing else to do. Twice the CPU takes half of it. */
  readonly secondsAtOneVcpu: number;
}

/**
 * What a query over all days of `volume` (MB by service) asks of the Loki task that answers it. With replicas, too, one task
 * answers a query, and it reads every copy of a line.
 */
export function queryDemand(
  query: Query,
  volume: ReadonlyMap<string, number>,
  loki: Pick<Environment['loki'], 'topology'>,
): QueryDemand {
  const selected = query.services ?? [...volume.keys()];
  const lines = selected.reduce((sum, name) => sum + (volume.get(name) ?? 0), 0) * query.share;
  const megabytes = lines * copiesOf(loki);
  if (query.class === 'newest') return { megabytes, secondsAtOneVcpu: NEWEST_SECONDS };
  const measured = SCANS[query.class];
  return { megabytes, secondsAtOneVcpu: (megabytes * measured.seconds) / measured.megabytes };
}
