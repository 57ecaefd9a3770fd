import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from './frame.ts';
import { bars, graph, note, row, value } from './panels.ts';
import { type Metric, metric, promql, promqlNow, type Query } from './queries.ts';
import { LOKI } from './selectors.ts';
import { constant, logGroups } from './variables.ts';

const DAY_SECONDS = 86_400;
const RECEIVED = `sum(increase(loki_distributor_bytes_received_total{${LOKI}}[1d]))`;
const DAYS_PER_MONTH = 30;

/** The quantities that logs are paid by. Money is in the cost report: prices differ by region and contract. */
export function costDashboard(): DashboardBuilder {
  return frame('cost', 'Cost', 'The quantities that logs are paid by.', 'now-30d')
    .refresh('')
    .withVariable(constant('cluster'))
    .withVariable(constant('bucket'))
    .withVariable(constant('gigabytes'))
    .withVariable(logGroups('logGroup', 'whole').label('Log group'))
    .withPanel(
      note({ id: 1, title: 'From bytes to money', width: 8, height: 8 }, [
        'This page shows quantities only. Run `adopt cost <environment>` for the forecast in USD, with the price of every',
        'item and where it was read; the scheduled **cost report** keeps the same figures in its issue.',
        '',
        '- CloudWatch charges for what is **ingested**; what it stores is no metric, so it is in the report only.',
        "- Loki's tasks cost the same at any volume; its bucket costs by **size** and by **requests**.",
        '- Metrics cost by **sample**: the sidecars and Loki itself write them.',
      ]),
    )
    .withPanel(
      value(
        {
          id: 2,
          title: 'Volume against the forecast',
          description: 'Lines that Loki received in a day, times 30, as part of cost.volume of the environment.',
          width: 8,
          height: 8,
          unit: 'percentunit',
          red: 1.2,
        },
        promqlNow(`${RECEIVED} * ${DAYS_PER_MONTH} / 1e9 / $gigabytes`, 'of the declared volume'),
      ),
    )
    .withPanel(
      value(
        {
          id: 3,
          title: 'Bucket of Loki',
          description: 'Size and number of objects. S3 measures both once a day.',
          width: 8,
          height: 8,
          unit: 'decbytes',
        },
        bucket('BucketSizeBytes', 'StandardStorage', 'size'),
        bucket('NumberOfObjects', 'AllStorageTypes', 'objects'),
      ).overrideByName('objects', [{ id: 'unit', value: 'short' }]),
    )
    .withRow(row(100, 'Per day'))
    .withPanel(
      bars(
        {
          id: 4,
          title: 'Into CloudWatch per day',
          description: 'What is charged as ingestion, by log group. After cleanup only what stays there is left.',
          width: 12,
          unit: 'decbytes',
        },
        metric({
          namespace: 'AWS/Logs',
          name: 'IncomingBytes',
          dimensions: { LogGroupName: '$logGroup' },
          statistic: 'Sum',
          period: DAY_SECONDS,
          label: "${PROP('Dim.LogGroupName')}",
        }),
      ),
    )
    .withPanel(
      graph(
        {
          id: 5,
          title: 'Into Loki per day',
          description: 'Uncompressed lines of the 24 hours before each point.',
          width: 12,
          unit: 'decbytes',
        },
        promql(RECEIVED, 'received'),
      ),
    )
    .withRow(row(101, 'What Loki keeps'))
    .withPanel(
      graph(
        {
          id: 6,
          title: 'Size of the bucket',
          description: 'Chunks and index; grows until the retention is reached, then follows the volume.',
          width: 12,
          unit: 'decbytes',
        },
        bucket('BucketSizeBytes', 'StandardStorage', 'size'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 7,
          title: 'Samples per day',
          description:
            'What the sidecars wrote to Amazon Managed Prometheus, retries included. Loki adds its own series, some 54 for each replica.',
          width: 12,
          unit: 'short',
        },
        promql(
          'sum by (service_name) (increase(prometheus_remote_storage_samples_total{cluster="$cluster"}[1d]))',
          '{{service_name}}',
        ),
      ),
    );
}

function bucket(name: string, storage: string, label: Metric['label']): Query {
  return metric({
    namespace: 'AWS/S3',
    name,
    dimensions: { BucketName: '$bucket', StorageType: storage },
    statistic: 'Average',
    period: DAY_SECONDS,
    label,
  });
}
