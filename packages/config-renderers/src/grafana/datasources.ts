import { type Environment, isAtLeast } from '@loki-adoption/environment';
import { ampWorkspaceUrl, LOKI_URL } from '../naming.ts';
import { yamlDocument } from '../yaml.ts';

/** Grafana's provisioned data sources: Amazon Managed Prometheus, and Loki from the phase on that creates it. */
export function grafanaDatasources(environment: Environment): string {
  const amp = {
    name: 'Amazon Managed Prometheus',
    uid: 'amp',
    type: 'prometheus',
    access: 'proxy',
    url: ampWorkspaceUrl(environment),
    isDefault: true,
    jsonData: {
      httpMethod: 'POST',
      sigV4Auth: true,
      sigV4AuthType: 'default',
      sigV4Region: environment.aws.region,
      timeInterval: '15s',
    },
  };
  const loki = {
    name: 'Loki',
    uid: 'loki',
    type: 'loki',
    access: 'proxy',
    url: LOKI_URL,
    jsonData: { maxLines: 1000 },
  };
  const datasources = isAtLeast(environment.migration.phase, 'infrastructure') ? [amp, loki] : [amp];
  return yamlDocument({ apiVersion: 1, datasources });
}
