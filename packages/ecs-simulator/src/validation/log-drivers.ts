/** Source: API reference, LogConfiguration, "The following options apply to all supported log drivers". */
const ANY_DRIVER = ['mode', 'max-buffer-size'];

/** Source: AWS CDK, BaseLogDriverProps. */
const COMMON = [...ANY_DRIVER, 'tag', 'labels', 'env', 'env-regex'];

/**
 * Options that ECS lets through for each driver it knows. Sources: `awslogs` from the API reference, LogConfiguration; `splunk`, `syslog`,
 * `journald`, `gelf` and `fluentd` from the properties of AWS CDK's drivers, as the API reference names their options only in part; `json-file`
 * from AWS's examples. Options of `awsfirelens` belong to the plugin of the log router, and ECS takes any.
 */
const OPTIONS: Readonly<Record<string, readonly string[] | 'any'>> = {
  awsfirelens: 'any',
  awslogs: [
    ...ANY_DRIVER,
    'awslogs-create-group',
    'awslogs-datetime-format',
    'awslogs-group',
    'awslogs-multiline-pattern',
    'awslogs-region',
    'awslogs-stream-prefix',
  ],
  fluentd: [
    ...COMMON,
    'fluentd-address',
    'fluentd-async-connect',
    'fluentd-buffer-limit',
    'fluentd-max-retries',
    'fluentd-retry-wait',
    'fluentd-sub-second-precision',
  ],
  gelf: [
    ...COMMON,
    'gelf-address',
    'gelf-compression-level',
    'gelf-compression-type',
    'gelf-tcp-max-reconnect',
    'gelf-tcp-reconnect-delay',
  ],
  journald: COMMON,
  'json-file': [...ANY_DRIVER, 'max-file', 'max-size'],
  splunk: [
    ...COMMON,
    'splunk-caname',
    'splunk-capath',
    'splunk-format',
    'splunk-gzip',
    'splunk-gzip-level',
    'splunk-index',
    'splunk-insecureskipverify',
    'splunk-source',
    'splunk-sourcetype',
    'splunk-token',
    'splunk-url',
    'splunk-verify-connection',
  ],
  syslog: [
    ...COMMON,
    'syslog-address',
    'syslog-facility',
    'syslog-format',
    'syslog-tls-ca-cert',
    'syslog-tls-cert',
    'syslog-tls-key',
    'syslog-tls-skip-verify',
  ],
};

/** Source: API reference, LogConfiguration. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  awslogs: ['awslogs-group', 'awslogs-region'],
  splunk: ['splunk-token', 'splunk-url'],
};

export interface Logging {
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  /** Options whose value ECS reads from a secret. */
  readonly secretOptions: readonly string[];
}

/** What ECS would answer to this configuration of a container's log, or undefined. */
export function loggingObstacle({ driver, options, secretOptions }: Logging): string | undefined {
  const allowed = Object.hasOwn(OPTIONS, driver) ? OPTIONS[driver] : undefined;
  if (allowed === undefined) return `Log driver '${driver}' is not one of [${Object.keys(OPTIONS).join(', ')}].`;
  const given = [...Object.keys(options).filter((name) => options[name] !== ''), ...secretOptions];
  const disallowed =
    allowed === 'any' ? [] : [...Object.keys(options), ...secretOptions].filter((name) => !allowed.includes(name));
  // The words of aws-samples/amazon-ecs-firelens-examples#83 and aws/amazon-ecs-agent#872.
  if (disallowed.length > 0) return `Log driver ${driver} disallows options: ${disallowed.join(', ')}`;
  // The words of hashicorp/terraform-provider-aws#8596.
  const missing = (REQUIRED[driver] ?? []).filter((name) => !given.includes(name));
  if (missing.length > 0) return `Log driver ${driver} requires options: ${missing.join(', ')}`;
  const { mode } = options;
  if (allowed !== 'any' && mode !== undefined && mode !== 'blocking' && mode !== 'non-blocking') {
    return `Log driver ${driver}: mode must be one of [blocking, non-blocking].`;
  }
  return options['awslogs-datetime-format'] && options['awslogs-multiline-pattern']
    ? 'You cannot configure both the awslogs-datetime-format and awslogs-multiline-pattern options.'
    : undefined;
}
