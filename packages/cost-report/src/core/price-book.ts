/**
 * AWS list prices, on demand, in USD, without taxes, discounts or free tier. Every figure carries where it was read and
 * when; a price that nobody has read for a region isn't guessed: `priceFor` falls back to us-east-1 and says so.
 */
export interface Tier {
  /** Where the tier starts, in the item's unit. Tiers are sorted and the first starts at 0. */
  readonly from: string;
  /** USD for `per` units, as AWS publishes it. */
  readonly usd: string;
}

export interface RegionPrice {
  readonly tiers: readonly Tier[];
  /** Beyond this quantity the price isn't known. */
  readonly knownUpTo?: string;
  readonly sku?: string;
  readonly source: string;
  /** Day the source was published or read, YYYY-MM-DD. */
  readonly date: string;
}

export interface PriceItem {
  readonly label: string;
  readonly serviceCode: string;
  /** Without the region's prefix. */
  readonly usageType: string;
  readonly unit: string;
  readonly per: string;
  readonly regions: { readonly 'us-east-1': RegionPrice; readonly [region: string]: RegionPrice };
}

const INFRACOST = 'infracost 95ba4f49, recorded AWS price list answers';
const S3_IRELAND = 'AWS price list AmazonS3 20260928230416 (eu-west-1)';
const ECS = 'AWS price list AmazonECS 20260911124425';

function flat(usd: string, source: string, date: string, sku?: string): RegionPrice {
  return { tiers: [{ from: '0', usd }], source, date, ...(sku === undefined ? {} : { sku }) };
}

const S3_STORAGE_TIERS: readonly Tier[] = [
  { from: '0', usd: '0.023' },
  { from: '51200', usd: '0.022' },
  { from: '512000', usd: '0.021' },
];

export const PRICE_BOOK = {
  logsIngest: {
    label: 'CloudWatch Logs ingestion, Standard class',
    serviceCode: 'AmazonCloudWatch',
    usageType: 'DataProcessing-Bytes',
    unit: 'GB',
    per: '1',
    regions: {
      'us-east-1': flat('0.50', 'AWS price list AmazonCloudWatch 20261007115540', '2026-10-07', '96K55R2PV3ZZZ3AM'),
      'eu-west-1': flat('0.57', 'AWS price list AmazonCloudWatch 20260922021715', '2026-09-22', 'KJBTQPDHW2H92B8Y'),
    },
  },
  logsIngestInfrequent: {
    label: 'CloudWatch Logs ingestion, Infrequent Access class',
    serviceCode: 'AmazonCloudWatch',
    usageType: 'DataProcessingIA-Bytes',
    unit: 'GB',
    per: '1',
    regions: { 'us-east-1': flat('0.25', 'AWS price list API, operation PutLogEvents', '2026-08-09') },
  },
  logsStorage: {
    label: 'CloudWatch Logs storage',
    serviceCode: 'AmazonCloudWatch',
    usageType: 'TimedStorage-ByteHrs',
    unit: 'GB-month',
    per: '1',
    regions: {
      'us-east-1': flat('0.03', 'AWS price list AmazonCloudWatch 20261007115540', '2026-10-07', 'JRHJQ2UMPUB5K73A'),
      'eu-west-1': flat('0.03', 'AWS price list AmazonCloudWatch 20260922021715', '2026-09-22', 'M93YPPU987S2T6U9'),
    },
  },
  logsInsights: {
    label: 'CloudWatch Logs Insights, data scanned',
    serviceCode: 'AmazonCloudWatch',
    usageType: 'DataScanned-Bytes',
    unit: 'GB',
    per: '1',
    regions: { 'us-east-1': flat('0.005', INFRACOST, '2026-08-21') },
  },
  endpointHours: {
    label: 'Interface endpoint, hours in one zone',
    serviceCode: 'AmazonVPC',
    usageType: 'VpcEndpoint-Hours',
    unit: 'hour',
    per: '1',
    regions: {
      'us-east-1': flat('0.01', 'AWS price list AmazonVPC 20260917190528', '2026-09-17', 'EN2N5TATXE673A3B'),
      'eu-west-1': flat('0.011', 'EU-VpcEndpoint-Hours as billed in July 2026', '2026-07-17'),
    },
  },
  endpointBytes: {
    label: 'Interface endpoint, data processed',
    serviceCode: 'AmazonVPC',
    usageType: 'VpcEndpoint-Bytes',
    unit: 'GB',
    per: '1',
    regions: {
      'us-east-1': {
        tiers: [
          { from: '0', usd: '0.01' },
          { from: '1048576', usd: '0.006' },
          { from: '5242880', usd: '0.004' },
        ],
        sku: 'DQYYEZBCWSW5XS2R',
        source: 'AWS price list AmazonVPC 20260917190528; upper tiers: AWS PrivateLink pricing page',
        date: '2026-09-17',
      },
    },
  },
  s3Storage: {
    label: 'S3 Standard storage',
    serviceCode: 'AmazonS3',
    usageType: 'TimedStorage-ByteHrs',
    unit: 'GB-month',
    per: '1',
    regions: {
      'us-east-1': { tiers: S3_STORAGE_TIERS, source: INFRACOST, date: '2026-08-21' },
      'eu-west-1': { tiers: S3_STORAGE_TIERS, sku: '4AJHPB29ZPVFADXP', source: S3_IRELAND, date: '2026-09-28' },
    },
  },
  s3Writes: {
    label: 'S3 PUT, COPY, POST and LIST requests',
    serviceCode: 'AmazonS3',
    usageType: 'Requests-Tier1',
    unit: 'requests',
    per: '1000',
    regions: {
      'us-east-1': flat('0.005', INFRACOST, '2026-08-21'),
      'eu-west-1': flat('0.005', S3_IRELAND, '2026-09-28', '578M9UJHH6X5PZVC'),
    },
  },
  s3Reads: {
    label: 'S3 GET and other requests',
    serviceCode: 'AmazonS3',
    usageType: 'Requests-Tier2',
    unit: 'requests',
    per: '1000',
    regions: {
      'us-east-1': flat('0.0004', INFRACOST, '2026-08-21'),
      'eu-west-1': flat('0.0004', S3_IRELAND, '2026-09-28', 'ZCQD4CM637S7D8U5'),
    },
  },
  ebsStorage: {
    label: 'EBS gp3 storage',
    serviceCode: 'AmazonEC2',
    usageType: 'EBS:VolumeUsage.gp3',
    unit: 'GB-month',
    per: '1',
    regions: { 'us-east-1': flat('0.08', INFRACOST, '2026-08-21') },
  },
  efsStorage: {
    label: 'EFS Standard storage',
    serviceCode: 'AmazonEFS',
    usageType: 'TimedStorage-ByteHrs',
    unit: 'GB-month',
    per: '1',
    regions: { 'us-east-1': flat('0.30', INFRACOST, '2026-08-21') },
  },
  crossZone: {
    label: 'Traffic between zones, each way',
    serviceCode: 'AWSDataTransfer',
    usageType: 'DataTransfer-Regional-Bytes',
    unit: 'GB',
    per: '1',
    regions: {
      'us-east-1': flat('0.01', 'AWS price list AWSDataTransfer 20260916132208', '2026-09-16', 'PNUBVW4CPC8XA46W'),
    },
  },
  node: {
    label: 'EC2 m7g.xlarge, Linux (4 vCPU, 16 GiB)',
    serviceCode: 'AmazonEC2',
    usageType: 'BoxUsage:m7g.xlarge',
    unit: 'hour',
    per: '1',
    regions: {
      'us-east-1': flat('0.1632', 'AWS price list AmazonEC2 20260925174521', '2026-09-25', 'Y7X6HJY9G859NU23'),
    },
  },
  fargateCpu: {
    label: 'Fargate vCPU, Linux x86',
    serviceCode: 'AmazonECS',
    usageType: 'Fargate-vCPU-Hours:perCPU',
    unit: 'vCPU-hour',
    per: '1',
    regions: {
      'us-east-1': flat('0.04048', ECS, '2026-09-11', '8CESGAFWKAJ98PME'),
      'eu-west-1': flat('0.04048', ECS, '2026-09-11', 'K4EXFQ5YFQCP98EN'),
    },
  },
  fargateMemory: {
    label: 'Fargate memory, Linux x86',
    serviceCode: 'AmazonECS',
    usageType: 'Fargate-GB-Hours',
    unit: 'GB-hour',
    per: '1',
    regions: {
      'us-east-1': flat('0.004445', ECS, '2026-09-11', 'PBZNQUSEXZUC34C9'),
      'eu-west-1': flat('0.004445', ECS, '2026-09-11', 'UP5ETC3QSW2QZGEY'),
    },
  },
  metricSamples: {
    label: 'Managed Prometheus, samples ingested',
    serviceCode: 'AmazonPrometheus',
    usageType: 'AMP:MetricSampleCount',
    unit: 'samples',
    per: '10000000',
    regions: {
      'us-east-1': {
        tiers: [
          { from: '0', usd: '0.90' },
          { from: '2000000000', usd: '0.35' },
        ],
        knownUpTo: '252000000000',
        sku: 'HK3HTFXKS6PAXA6X',
        source: 'AWS price list AmazonPrometheus 20260911124459; second tier: its description of 2021',
        date: '2026-09-11',
      },
    },
  },
} as const satisfies Record<string, PriceItem>;

export type PriceName = keyof typeof PRICE_BOOK;
