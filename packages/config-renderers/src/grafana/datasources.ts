import { type Environment, isAtLeast, LOKI_READER } from '@loki-adoption/environment';
import { ampWorkspaceUrl, LOKI_URL } from '../addresses.ts';
import { type Data, yamlDocument } from '../yaml.ts';

/** The names that dashboards and alert rules know the data sources by; they are the same everywhere. */
export const DATASOURCES = {
  amp: { uid: 'amp', type: 'prometheus' },
  cloudwatch: { uid: 'cloudwatch', type: 'cloudwatch' },
  loki: { uid: 'loki', type: 'loki' },
} as const;

/** Domain of the AWS console in each partition. */
const CONSOLE = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
} as const;

/** Grafana's provisioned data sources: Amazon Managed Prometheus, CloudWatch, and Loki from the phase on that creates it. */
export function grafanaDatasources(environment: Environment): string {
  const existing = [amp(environment), cloudwatch(environment)];
  const datasources = isAtLeast(environment.migration.phase, 'infrastructure')
    ? [...existing, loki(environment)]
    : existing;
  return yamlDocument({ apiVersion: 1, datasources });
}

function amp(environment: Environment): Data {
  return {
    name: 'Amazon Managed Prometheus',
    ...DATASOURCES.amp,
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
}

/** Credentials come from the AWS SDK's default chain: the task role, where Grafana runs on ECS. */
function cloudwatch(environment: Environment): Data {
  return {
    name: 'CloudWatch',
    ...DATASOURCES.cloudwatch,
    access: 'proxy',
    jsonData: { authType: 'default', defaultRegion: environment.aws.region },
  };
}

/** Grafana takes the password from a variable of its process. */
function asReader(): { [key: string]: Data } {
  return { basicAuth: true, basicAuthUser: LOKI_READER, secureJsonData: { basicAuthPassword: '$LOKI_PASSWORD' } };
}

function loki(environment: Environment): Data {
  const { region, partition } = environment.aws;
  const tasks = `https://${region}.${CONSOLE[partition]}/ecs/v2/clusters/${environment.cluster}/tasks`;
  return {
    name: 'Loki',
    ...DATASOURCES.loki,
    access: 'proxy',
    url: LOKI_URL,
    ...(environment.loki.access.reader === undefined ? {} : asReader()),
    jsonData: {
      maxLines: 1000,
      derivedFields: [
        {
          name: 'ECS task',
          matcherType: 'label',
          matcherRegex: 'task_id',
          // Grafana replaces variables of its process in this file; two dollars are one that it leaves alone.
          url: `${tasks}/$\${__value.raw}/configuration?region=${region}`,
          urlDisplayLabel: 'Open the task',
        },
      ],
    },
  };
}
