import type { Environment } from '@loki-adoption/environment';
import type { PriceReference } from './prices.ts';
import type { Column, CostReport } from './report.ts';

type Draft = Pick<CostReport, 'assumptionSet' | 'cloudwatch' | 'infrequentAccess' | 'loki' | 'region'>;

/** What a reader must know to trust the figures, or not to. */
export function notesFor(report: Draft, environment: Environment): string[] {
  if (report.assumptionSet === 'seed') {
    const unused =
      Object.keys(environment.cost.prices).length > 0 ? ' Your own prices (`cost.prices`) are left out.' : '';
    return [
      `This is the design's own estimate: its unit costs for us-east-1, one Loki task of 512 CPU units and 1 GB, 7 days.${unused}`,
    ];
  }
  const columns = [report.cloudwatch, report.loki, ...(report.infrequentAccess ? [report.infrequentAccess] : [])];
  return [
    ...borrowedPrices(columns, report.region),
    ...unknownLines(columns, environment),
    'The volume is what the services that move write. Services that stay in CloudWatch cost the same before and after and are left out.',
    notCounted(environment),
  ];
}

/** What is there and has no line: unknown, not 0. */
function notCounted({ loki, grafana }: Environment): string {
  const parts = ["the volume of Loki's own log", 'disks of instances'];
  if (loki.storage.wal === 'efs') parts.push('what EFS bills for throughput');
  if (grafana.existing !== undefined) parts.push('a Grafana that exists');
  return `Not counted: ${parts.join(', ')}, and what Loki's or ADOT's own metrics cost.`;
}

/** The price references of some lines, each once. */
export function references(columns: readonly Column[]): PriceReference[] {
  const found = new Map<string, PriceReference>();
  for (const line of columns.flatMap((side) => side.lines)) {
    if (line.price) found.set(`${line.price.item} ${line.price.region}`, line.price);
  }
  return [...found.values()];
}

function borrowedPrices(columns: readonly Column[], region: string): string[] {
  const all = references(columns);
  const borrowed = all.filter((price) => price.region !== region);
  if (borrowed.length === 0) return [];
  const [from = ''] = borrowed.map((price) => price.region);
  return [
    `The price book has no price for ${region} for ${borrowed.length} of ${all.length} items; those of ${from} stand in: ${borrowed.map((price) => price.item).join('; ')}.`,
  ];
}

function unknownLines(columns: readonly Column[], environment: Environment): string[] {
  const unknown = columns.flatMap((side) => side.lines).filter((line) => line.amount === null);
  if (unknown.length === 0) return [];
  const labels = [...new Set(unknown.map((line) => line.label))].join(', ');
  if (environment.aws.partition !== 'aws') {
    return [
      `No price is known for the partition ${environment.aws.partition}: ${labels}. An unknown is not counted as 0.`,
    ];
  }
  return [
    `Unknown, and not counted as 0: ${labels}. Either the volume is more than a Loki of this size takes ` +
      `(${environment.loki.ingest.megabytesPerSecond} MB/s, \`loki.ingest\`), or no price is known for that quantity.`,
  ];
}
