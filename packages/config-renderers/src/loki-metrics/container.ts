import { type Environment, logGroup } from '@loki-adoption/environment';
import { ampRemoteWriteUrl } from '../addresses.ts';
import { awslogs } from '../task-definition/logging.ts';
import type { ContainerDefinition } from '../task-definition/model.ts';
import { requiredVariables } from '../task-definition/parts.ts';
import { RUNS_ALLOY } from '../task-definition/sidecars.ts';
import { startAlloy } from '../task-definition/start-alloy.ts';
import { sha256 } from '../text.ts';
import { lokiMetricsConfig } from './config.ts';

/** What it takes of Loki's task. Metrics alone need 85 MB and less than one hundredth of a core, measured. */
export const LOKI_METRICS_CPU = 32;
export const LOKI_METRICS_MEMORY_MIB = 128;

/** The container beside Loki that writes its metrics. Loki neither waits for it nor ends with it. */
export function lokiMetricsContainer(environment: Environment): ContainerDefinition {
  const config = lokiMetricsConfig();
  return {
    name: 'loki-metrics',
    image: environment.alloy.image,
    essential: false,
    cpu: LOKI_METRICS_CPU,
    memory: LOKI_METRICS_MEMORY_MIB,
    ...RUNS_ALLOY,
    // It reads no lines.
    command: [startAlloy(0, false)],
    environment: requiredVariables('loki, container loki-metrics', {
      ALLOY_CONFIG: config,
      AMP_URL: ampRemoteWriteUrl(environment),
      AWS_REGION: environment.aws.region,
      CLUSTER: environment.cluster,
      CONFIG_SHA256: sha256(config),
      SERVICE_NAME: 'loki',
    }),
    logConfiguration: awslogs(environment, logGroup(environment, 'loki')),
  };
}
