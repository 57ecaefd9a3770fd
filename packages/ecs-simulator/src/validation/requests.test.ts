import { describe, expect, it } from 'vitest';
import type { Json } from '../model/json.ts';
import { ALLOY, MAIN, refusal, testSimulator, update } from '../testing/test-simulator.ts';
import type { REQUESTS } from './requests.ts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_';

/** "Required: Yes" of the page API_<action>; by the action that the simulator answers. */
const REQUIRED: Readonly<Record<keyof typeof REQUESTS, readonly string[]>> = {
  CreateCapacityProvider: ['name'],
  CreateCluster: [],
  CreateService: ['serviceName'],
  DeleteCluster: ['cluster'],
  DeleteService: ['service'],
  DeregisterTaskDefinition: ['taskDefinition'],
  DescribeCapacityProviders: [],
  DescribeClusters: [],
  DescribeServiceDeployments: ['serviceDeploymentArns'],
  DescribeServiceRevisions: ['serviceRevisionArns'],
  DescribeServices: ['services'],
  DescribeTaskDefinition: ['taskDefinition'],
  DescribeTasks: ['tasks'],
  ListServiceDeployments: ['service'],
  ListServices: [],
  ListTagsForResource: ['resourceArn'],
  ListTaskDefinitions: [],
  ListTasks: [],
  PutClusterCapacityProviders: ['cluster', 'capacityProviders', 'defaultCapacityProviderStrategy'],
  RegisterTaskDefinition: ['family', 'containerDefinitions'],
  StopServiceDeployment: ['serviceDeploymentArn'],
  StopTask: ['task'],
  TagResource: ['resourceArn', 'tags'],
  UntagResource: ['resourceArn', 'tagKeys'],
  UpdateService: ['service'],
};

describe('required members', () => {
  const cases = Object.entries(REQUIRED).flatMap(([action, names]) => names.map((name) => [action, name] as const));
  it.each(cases)(`refuses %s without %s (${API}<action>.html)`, (action, name) => {
    const { ecs } = testSimulator();
    const rest = Object.fromEntries(
      REQUIRED[action as keyof typeof REQUESTS].filter((other) => other !== name).map((other) => [other, []]),
    );
    expect(refusal(() => ecs.call(action, rest))).toMatch(/^(InvalidParameter|Client)Exception: /);
  });
});

const tags = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: 'v' }));
const names = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);

const REQUEST_CASES: readonly [page: string, action: string, input: Json, message: string][] = [
  ['Tag', 'CreateCluster', { clusterName: 'c', tags: [{ key: 'aws:x', value: '' }] }, 'tags[0].key'],
  ['Tag', 'CreateCluster', { clusterName: 'c', tags: [{ key: 'x', value: 'v'.repeat(257) }] }, 'tags[0].value'],
  ['CreateCluster', 'CreateCluster', { clusterName: 'c', tags: tags(51) }, 'at most 50'],
  ['CreateCluster', 'CreateCluster', { clusterName: 'a b' }, 'clusterName must match'],
  ...['ecs-mine', 'aws1', 'fargate_'].map((name): [string, string, Json, string] => [
    'CreateCapacityProvider',
    'CreateCapacityProvider',
    { name },
    'name must match',
  ]),
  ['DescribeServices', 'DescribeServices', { services: names(11) }, 'at most 10'],
  ['DescribeTasks', 'DescribeTasks', { tasks: names(101) }, 'at most 100'],
  ['ListTasks', 'ListTasks', { desiredStatus: 'DONE' }, 'desiredStatus must be one of'],
  ['ListServices', 'ListServices', { maxResults: 101 }, 'at most 100'],
  ['ListTaskDefinitions', 'ListTaskDefinitions', { sort: 'UP' }, 'sort must be one of'],
  [
    'StopServiceDeployment',
    'StopServiceDeployment',
    { serviceDeploymentArn: 'a', stopType: 'HALT' },
    'stopType must be one of',
  ],
];

const SERVICE_CASES: readonly [page: string, settings: Json, message: string][] = [
  ['CreateService', { launchType: 'LAMBDA', capacityProviderStrategy: undefined }, 'launchType must be one of'],
  ['CreateService', { propagateTags: 'ALL' }, 'propagateTags must be one of'],
  ['CreateService', { desiredCount: -1 }, 'desiredCount must be'],
  ['CreateService', { placementStrategy: [{ type: 'tight' }] }, 'placementStrategy[0].type'],
  ['DeploymentCircuitBreaker', { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true } } }, 'rollback'],
  ['AwsVpcConfiguration', { networkConfiguration: { awsvpcConfiguration: {} } }, 'subnets can not be blank'],
  [
    'AwsVpcConfiguration',
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], securityGroups: names(6) } } },
    'at most 5',
  ],
  ['AwsVpcConfiguration', { networkConfiguration: { awsvpcConfiguration: { subnets: names(17) } } }, 'at most 16'],
  ['CreateService', { placementStrategy: names(6).map(() => ({ type: 'spread' })) }, 'at most 5'],
  ['CreateService', { placementConstraints: names(11).map(() => ({ type: 'memberOf' })) }, 'at most 10'],
  [
    'CreateService',
    { capacityProviderStrategy: names(21).map((capacityProvider) => ({ capacityProvider, weight: 1 })) },
    'at most 20',
  ],
  [
    'CapacityProviderStrategyItem',
    { capacityProviderStrategy: [{ capacityProvider: 'graviton', weight: 1001 }] },
    'weight must be',
  ],
  ['ServiceConnectConfiguration', { serviceConnectConfiguration: {} }, 'enabled can not be blank'],
  [
    'ServiceConnectService',
    { serviceConnectConfiguration: { enabled: true, services: [{ discoveryName: 'loki' }] } },
    'portName can not be blank',
  ],
  ...['-loki', 'Loki', 'l'.repeat(65)].map((discoveryName): [string, Json, string] => [
    'ServiceConnectService',
    { serviceConnectConfiguration: { enabled: true, services: [{ portName: 'http', discoveryName }] } },
    'discoveryName must match',
  ]),
  ...['-loki', 'Loki', 'l'.repeat(128)].map((dnsName): [string, Json, string] => [
    'ServiceConnectClientAlias',
    {
      serviceConnectConfiguration: {
        enabled: true,
        services: [{ portName: 'http', clientAliases: [{ port: 1, dnsName }] }],
      },
    },
    'dnsName must match',
  ]),
];

describe('requests', () => {
  it.each(REQUEST_CASES)(`refuses what ${API}%s.html refuses, in %s %j`, (_page, action, input, message) => {
    const { call } = testSimulator();
    expect(refusal(() => call(action, input))).toMatch(/^InvalidParameterException: /);
    expect(refusal(() => call(action, input))).toContain(message);
  });

  it.each(SERVICE_CASES)(`refuses what ${API}%s.html refuses, in a service with %j`, (_page, settings, message) => {
    const simulator = testSimulator();
    const definition = simulator.register([MAIN]);
    expect(refusal(() => simulator.createService(definition, settings))).toContain(message);
    simulator.createService(definition);
    expect(refusal(() => update(simulator, settings))).toContain(message);
  });
});

const health = (rest: Json) => ({ ...MAIN, healthCheck: { command: ['CMD', 'true'], ...rest } });
const ports = (mapping: Json) => ({ ...MAIN, portMappings: [{ containerPort: 80, ...mapping }] });
const log = (logDriver: string, options: Json, rest: Json = {}) => ({
  ...MAIN,
  logConfiguration: { logDriver, options, ...rest },
});

const FARGATE = { requiresCompatibilities: ['FARGATE'] };
const ROLE = { executionRoleArn: 'arn:aws:iam::111122223333:role/worker-execution' };
const AWSLOGS = { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' };
const ECR = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/temporal:1';

const DEFINITION_CASES: readonly [page: string, container: Json, rest: Json, message: string][] = [
  ['HealthCheck', health({ interval: 4 }), {}, 'interval must be an integer of at least 5 and at most 300'],
  ['HealthCheck', health({ timeout: 61 }), {}, 'timeout must be'],
  ['HealthCheck', health({ retries: 11 }), {}, 'retries must be'],
  ['HealthCheck', health({ startPeriod: 301 }), {}, 'startPeriod must be'],
  ['HealthCheck', { ...MAIN, healthCheck: { interval: 5 } }, {}, 'command can not be blank'],
  [
    'ContainerRestartPolicy',
    { ...MAIN, restartPolicy: { enabled: true, ignoredExitCodes: Array(51).fill(1) } },
    {},
    'at most 50',
  ],
  ...[20, 201].map((sizeInGiB): [string, Json, Json, string] => [
    'EphemeralStorage',
    MAIN,
    { ephemeralStorage: { sizeInGiB } },
    'sizeInGiB must be an integer of at least 21 and at most 200',
  ]),
  ['RegisterTaskDefinition', MAIN, { placementConstraints: names(11).map(() => ({ type: 'memberOf' })) }, 'at most 10'],
  ['RegisterTaskDefinition', MAIN, { ...FARGATE, pidMode: 'host' }, "only supports pidMode 'task'"],
  ['RegisterTaskDefinition', MAIN, { ...FARGATE, ipcMode: 'task' }, 'ipcMode is not supported on Fargate'],
  ['ContainerDefinition', { ...MAIN, privileged: true }, FARGATE, "can't be privileged on Fargate"],
  [
    'RegisterTaskDefinition',
    log('awslogs', AWSLOGS),
    FARGATE,
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
  ],
  [
    'RegisterTaskDefinition',
    { ...MAIN, image: ECR },
    FARGATE,
    'Fargate requires task definition to have execution role ARN to support ECR images.',
  ],
  [
    'RegisterTaskDefinition',
    { ...MAIN, secrets: [{ name: 'A', valueFrom: 'arn:aws:ssm:::parameter/a' }] },
    {},
    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
  ],
  [
    'FirelensConfiguration',
    { ...MAIN, firelensConfiguration: { type: 'fluentbit' } },
    {},
    'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
  ],
  [
    'LogConfiguration',
    log('awsfirelens', { Name: 'loki' }),
    {},
    'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers',
  ],
  ['PortMapping', ports({ name: 'HTTP' }), {}, 'name must match'],
  ['PortMapping', ports({ protocol: 'sctp' }), {}, 'protocol must be one of'],
  ['PortMapping', ports({ hostPort: 81 }), { networkMode: 'host' }, 'When networkMode=host'],
  ['RegisterTaskDefinition', ports({}), { networkMode: 'none' }, 'When networkMode=none'],
  ['RegisterTaskDefinition', MAIN, { networkMode: 'nat' }, 'networkMode must be one of'],
  ['Secret', { ...MAIN, secrets: [{ name: 'A' }] }, {}, 'valueFrom can not be blank'],
  ['ContainerDefinition', { ...MAIN, stopTimeout: 121 }, { requiresCompatibilities: ['FARGATE'] }, 'stopTimeout'],
  [
    'RegisterTaskDefinition',
    MAIN,
    { requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '1536' },
    'No Fargate configuration',
  ],
  ['LogConfiguration', log('splunk', { 'splunk-url': 'https://s' }), {}, 'splunk requires options: splunk-token'],
  ['LogConfiguration', log('syslog', { 'gelf-address': 'udp://g' }), {}, 'syslog disallows options: gelf-address'],
  ['LogConfiguration', log('journald', { 'max-file': '2' }), {}, 'journald disallows options: max-file'],
  ['LogConfiguration', log('gelf', { 'cache-disabled': 'true' }), {}, 'gelf disallows options: cache-disabled'],
  ['LogConfiguration', log('fluentd', { address: 'x' }), {}, 'fluentd disallows options: address'],
  ['LogConfiguration', log('journald', { mode: 'fast' }), {}, 'mode must be one of'],
  ['LogConfiguration', log('toString', {}), {}, "Log driver 'toString' is not one of"],
  [
    'LogConfiguration',
    log('awslogs', { 'awslogs-group': 'g', 'awslogs-region': 'r' }),
    { ...FARGATE, ...ROLE },
    'requires options: awslogs-stream-prefix',
  ],
  ...['syslog', 'journald', 'gelf', 'fluentd', 'json-file']
    .map(
      (driver) =>
        [
          'LogConfiguration',
          log(driver, {}),
          { requiresCompatibilities: ['FARGATE'] },
          'not supported on Fargate',
        ] as const,
    )
    .map(([page, container, rest, message]): [string, Json, Json, string] => [page, container, rest, message]),
];

describe('task definitions', () => {
  it.each(DEFINITION_CASES)(`refuses what ${API}%s.html refuses, in %j`, (_page, container, rest, message) => {
    const { register } = testSimulator();
    expect(refusal(() => register([container], rest))).toMatch(/^ClientException: /);
    expect(refusal(() => register([container], rest))).toContain(message);
  });

  it(`takes options of the drivers (${API}LogConfiguration.html) and a token from a secret`, () => {
    const { register } = testSimulator();
    const token = { secretOptions: [{ name: 'splunk-token', valueFrom: 'arn:aws:ssm:::parameter/t' }] };
    for (const container of [
      log('splunk', { 'splunk-url': 'https://s', tag: 't' }, token),
      log('syslog', { 'syslog-address': 'udp://s', mode: 'non-blocking' }),
      log('gelf', { 'gelf-address': 'udp://g' }),
      log('fluentd', { 'fluentd-address': 'f:24224' }),
      log('journald', { labels: 'a' }),
    ]) {
      expect(refusal(() => register([container, ALLOY]))).toBe('accepted');
    }
    const router = { ...ALLOY, firelensConfiguration: { type: 'fluentbit' } };
    const routed = log('awsfirelens', { Name: 'loki', anything: 'goes' });
    expect(refusal(() => register([routed, router]))).toBe('accepted');
  });

  it(`takes on Fargate what has an execution role, and on EC2 what needs one there alone (${API}RegisterTaskDefinition.html)`, () => {
    const { register } = testSimulator();
    const containers = [{ ...log('awslogs', AWSLOGS), image: ECR }];
    const secrets = [{ name: 'A', valueFrom: 'arn:aws:ssm:::parameter/a' }];
    expect(refusal(() => register(containers, { ...FARGATE, ...ROLE, pidMode: 'task' }))).toBe('accepted');
    expect(refusal(() => register(containers))).toBe('accepted');
    expect(refusal(() => register([{ ...MAIN, secrets }], ROLE))).toBe('accepted');
  });
});
