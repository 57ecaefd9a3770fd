import type { Environment, Service } from '@loki-adoption/environment';
import { ampRemoteWriteUrl } from '../addresses.ts';
import { metricsOf } from '../metrics.ts';
import { yamlDocument } from '../yaml.ts';

/**
 * The configuration of a service's ADOT sidecar as it ran before the migration: what a rollback goes back to and what
 * metric parity is measured against.
 */
export function adotConfig(environment: Environment, service: Service): string {
  const { port, job } = metricsOf(service);
  return yamlDocument({
    receivers: {
      prometheus: {
        config: {
          scrape_configs: [
            {
              job_name: job,
              scrape_interval: '15s',
              scrape_timeout: '10s',
              static_configs: [{ targets: [`localhost:${port}`] }],
              metric_relabel_configs: [{ target_label: 'service_name', replacement: job }],
            },
          ],
        },
      },
    },
    processors: {
      resourcedetection: { detectors: ['env', 'ecs'], timeout: '5s', override: false },
      resource: {
        attributes: [
          { key: 'task_id', from_attribute: 'aws.ecs.task.id', action: 'insert' },
          { key: 'cluster', from_attribute: 'aws.ecs.cluster.name', action: 'insert' },
        ],
      },
    },
    exporters: {
      prometheusremotewrite: {
        endpoint: ampRemoteWriteUrl(environment),
        auth: { authenticator: 'sigv4auth' },
        resource_to_telemetry_conversion: { enabled: true },
      },
    },
    extensions: { sigv4auth: { region: environment.aws.region, service: 'aps' } },
    service: {
      extensions: ['sigv4auth'],
      pipelines: {
        metrics: {
          receivers: ['prometheus'],
          processors: ['resourcedetection', 'resource'],
          exporters: ['prometheusremotewrite'],
        },
      },
    },
  });
}
