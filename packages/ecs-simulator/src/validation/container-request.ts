import { between, bool, filled, listOf, matching, members, oneOf } from './rules.ts';

/** API reference, HealthCheck. */
const HEALTH_CHECK = members(
  {
    command: listOf(filled),
    interval: between(5, 300),
    timeout: between(2, 60),
    retries: between(1, 10),
    startPeriod: between(0, 300),
  },
  ['command'],
);

/** API reference, PortMapping. */
const PORT_MAPPING = members({
  containerPort: between(0, 65_535),
  hostPort: between(0, 65_535),
  protocol: oneOf('tcp', 'udp'),
  appProtocol: oneOf('http', 'http2', 'grpc'),
  name: matching(/^[a-z0-9_][a-z0-9_-]{0,63}$/),
});

const SECRETS = listOf(members({}, ['name', 'valueFrom']));

/** Source: API reference, ContainerDefinition and the types that it names. */
export const CONTAINER = members({
  healthCheck: HEALTH_CHECK,
  portMappings: listOf(PORT_MAPPING),
  secrets: SECRETS,
  logConfiguration: members({ secretOptions: SECRETS }, ['logDriver']),
  dependsOn: listOf(members({}, ['containerName', 'condition'])),
  environmentFiles: listOf(members({ type: oneOf('s3') }, ['value', 'type'])),
  firelensConfiguration: members({ type: oneOf('fluentd', 'fluentbit') }, ['type']),
  // API_ContainerRestartPolicy: "a maximum of 50 container exit codes".
  restartPolicy: members({ enabled: bool, ignoredExitCodes: listOf(between(0), 50) }, ['enabled']),
  ulimits: listOf(members({ softLimit: between(-1), hardLimit: between(-1) }, ['name', 'softLimit', 'hardLimit'])),
  essential: bool,
  privileged: bool,
  readonlyRootFilesystem: bool,
  versionConsistency: oneOf('enabled', 'disabled'),
});
