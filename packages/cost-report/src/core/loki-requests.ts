import { type Environment, pushingServices } from '@loki-adoption/environment';
import { type CorrectedAssumptions, timesCopies } from './assumptions.ts';
import { type Decimal, decimal, ZERO } from './decimal.ts';
import { quantity } from './format.ts';
import { fixed, type LineModel, perGb } from './line.ts';
import { type Place, priceFor } from './prices.ts';
import { BYTES_PER_GB, HOURS_PER_MONTH, MINUTES_PER_MONTH } from './units.ts';

/** Every 10 minutes, every 15 and every 5 in a month of 730 hours. */
const COMPACTIONS = decimal('4380');
const RETENTION_RUNS = decimal('2920');
const RESYNCS = decimal('8760');
/** One upload of the index head each 15 minutes; delete_requests.gz is uploaded every 5 minutes whatever happens. */
const INDEX_UPLOADS = decimal('2920');
const DELETE_REQUEST_UPLOADS = decimal('8760');

/**
 * LIST requests for deletion markers in the bucket, measured on an idle Loki 3.7.6: one to look for work and six to count what is left, none of
 * which an option changes. Markers are in the bucket only where an operator may delete lines.
 */
export const MARKER_LISTS_PER_MINUTE = 7;

/** What Loki asks of S3: chunks and index of what it receives, and what it asks for ever. */
export function requestLines(environment: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  const copies = decimal(used.replicationFactor);
  const streams = decimal(used.streams);
  const receiving = streams.gt(ZERO);
  // One table a day of retention, and the one being written.
  const tables = receiving ? decimal(used.retentionDays).plus(decimal('1')) : ZERO;
  const byAge = streams.times(HOURS_PER_MONTH).div(decimal(used.chunkHours)).times(copies);
  const bySize = BYTES_PER_GB.div(decimal(used.lokiCompression)).div(decimal(used.chunkBytes)).times(copies);
  // The compactor writes an index for each tenant.
  const tenants = decimal(String(Math.max(1, pushingServices(environment).length)));
  const indexPuts = receiving
    ? INDEX_UPLOADS.times(decimal(used.replicas)).plus(INDEX_UPLOADS.plus(RETENTION_RUNS).times(tenants))
    : ZERO;
  const floor = indexPuts.plus(DELETE_REQUEST_UPLOADS);
  const compactorLists = COMPACTIONS.plus(RETENTION_RUNS).times(tables.plus(decimal('1')));
  const markerLists =
    environment.loki.deletion === 'disabled' ? ZERO : MINUTES_PER_MONTH.times(decimal(String(MARKER_LISTS_PER_MINUTE)));
  const readLists = receiving ? RESYNCS.times(decimal(used.openTables)).times(decimal(used.replicas)) : ZERO;
  return [
    {
      key: 's3-put',
      row: 'requests',
      label: 'S3 PUT',
      quantity: { fixed: floor, atLeast: byAge, perGb: bySize },
      price: priceFor('s3Writes', place),
      describe: (_volume, puts) => ({
        quantity: `${quantity(puts)} requests`,
        formula: `max(${used.streams} streams × 730 h ÷ ${used.chunkHours} h, full chunks)${timesCopies(used)} + ${quantity(floor)} for index and deletes`,
      }),
      why: 'chunks are cut by age, so their number follows the streams, not the volume',
    },
    {
      key: 's3-list',
      row: 'requests',
      label: 'S3 LIST',
      quantity: fixed(compactorLists.plus(readLists).plus(markerLists)),
      price: priceFor('s3Writes', place),
      describe: (_volume, lists) => ({
        quantity: `${quantity(lists)} requests`,
        formula: `7,300 compactor runs × (${quantity(tables)} tables + 1) + ${quantity(readLists)} by the read path${ofMarkers(markerLists)}`,
      }),
      why: 'the design leaves out LIST, which costs as much as PUT and grows with the days of retention',
    },
    {
      key: 's3-get',
      row: 'requests',
      label: 'S3 GET',
      quantity: perGb(decimal(used.readsPerGb)),
      price: priceFor('s3Reads', place),
      describe: (volume, gets) => ({
        quantity: `${quantity(gets)} requests`,
        formula: `${quantity(volume)} GB × ${quantity(decimal(used.readsPerGb))}`,
      }),
      why: '',
    },
  ];
}

function ofMarkers(lists: Decimal): string {
  return lists.gt(ZERO) ? ` + ${quantity(lists)} for markers of deletions` : '';
}
