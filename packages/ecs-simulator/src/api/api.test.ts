import { describe, expect, it } from 'vitest';
import { asObject, type Json, objects } from '../model/json.ts';
import { ADOT, ALLOY, MAIN, primary, refusal, SERVICE, testSimulator, update } from '../testing/test-simulator.ts';

describe('RegisterTaskDefinition', () => {
  it('fills in the defaults of the API and counts revisions', () => {
    const { ecs, register } = testSimulator();
    register([MAIN]);
    const arn = register([{ ...MAIN, portMappings: [{ containerPort: 7239, name: 'grpc' }], essential: undefined }]);
    const described = ecs.call('DescribeTaskDefinition', { taskDefinition: SERVICE, include: ['TAGS'] });
    expect(described['tags']).toEqual([]);
    expect(described['taskDefinition']).toMatchObject({
      taskDefinitionArn: arn,
      revision: 2,
      status: 'ACTIVE',
      volumes: [],
      compatibilities: ['EC2', 'FARGATE'],
    });
    expect(objects(asObject(described['taskDefinition'])?.['containerDefinitions'])[0]).toMatchObject({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      portMappings: [{ containerPort: 7239, hostPort: 7239, protocol: 'tcp' }],
    });
  });

  const big = { name: 'CONFIG', value: 'x'.repeat(70_000) };
  const logging = (logDriver: string, options: Json) => ({ ...MAIN, logConfiguration: { logDriver, options } });
  const refused: readonly [why: string, containers: readonly Json[], message: string][] = [
    ['more than 64 KiB', [{ ...MAIN, environment: [big] }], "Max allowed length is '65536' bytes"],
    ['no essential container', [{ ...MAIN, essential: false }], 'at least one essential container'],
    ['more CPU than the task has', [{ ...MAIN, cpu: 600 }], 'need 600 CPU units, the task has 512'],
    ['more memory than the task has', [{ ...MAIN, memory: 1000 }, ALLOY], 'need 1128 MiB of memory'],
    ['an unknown log driver', [{ ...MAIN, logConfiguration: { logDriver: 'loki' } }], "Log driver 'loki'"],
    [
      'awslogs without a group',
      [{ ...MAIN, logConfiguration: { logDriver: 'awslogs' } }],
      'Log driver awslogs requires options: awslogs-group, awslogs-region',
    ],
    [
      "options of Docker's that no page of ECS lists",
      [
        logging('awslogs', {
          'awslogs-group': 'g',
          'awslogs-region': 'r',
          'cache-max-size': '52m',
          'awslogs-endpoint': 'x',
        }),
      ],
      'Log driver awslogs disallows options: cache-max-size, awslogs-endpoint',
    ],
    [
      "another driver's options",
      [logging('json-file', { 'max-size': '20m', log_key: 'log' })],
      'Log driver json-file disallows options: log_key',
    ],
    [
      'a dependency that is not there',
      [{ ...MAIN, dependsOn: [{ containerName: 'ghost', condition: 'START' }] }],
      'ghost',
    ],
    ['a volume that is not declared', [{ ...MAIN, mountPoints: [{ sourceVolume: 'wal' }] }], "Unknown volume 'wal'"],
    ['two containers of one name', [MAIN, MAIN], 'must be unique'],
    ['a cycle', cycle(), 'depends on itself'],
  ];
  it.each(refused)('refuses %s', (_why, containers, message) => {
    const { register } = testSimulator();
    expect(refusal(() => register(containers))).toMatch(/^ClientException: /);
    expect(refusal(() => register(containers))).toContain(message);
  });

  it('refuses host volumes and json-file on Fargate, but not on EC2', () => {
    const { register } = testSimulator();
    const volumes = [{ name: 'docker-socket', host: { sourcePath: '/var/run/docker.sock' } }];
    expect(refusal(() => register([MAIN], { volumes }))).toBe('accepted');
    const fargate = { requiresCompatibilities: ['FARGATE'] };
    expect(refusal(() => register([MAIN], { volumes, ...fargate }))).toContain('not supported on Fargate');
    const jsonFile = { ...MAIN, logConfiguration: { logDriver: 'json-file' } };
    expect(refusal(() => register([jsonFile], fargate))).toContain('json-file');
    expect(refusal(() => register([MAIN], { ...fargate, memory: '9000' }))).toContain('No Fargate configuration');
  });
});

function cycle(): readonly Json[] {
  return [
    { ...MAIN, dependsOn: [{ containerName: 'alloy', condition: 'START' }] },
    { ...ALLOY, dependsOn: [{ containerName: 'temporal-worker', condition: 'START' }] },
  ];
}

describe('services', () => {
  it('answers MISSING for an unknown one, without an error', () => {
    const { call } = testSimulator();
    expect(call('DescribeServices', { services: ['ghost'] })).toMatchObject({
      services: [],
      failures: [{ reason: 'MISSING' }],
    });
  });

  it('echoes every setting, with Service Connect in the deployment', () => {
    const simulator = testSimulator();
    const definition = simulator.register([{ ...MAIN, portMappings: [{ name: 'grpc', containerPort: 7239 }] }]);
    const serviceConnectConfiguration = { enabled: true, namespace: 'ns', services: [{ portName: 'grpc' }] };
    const settings = {
      enableExecuteCommand: true,
      propagateTags: 'SERVICE',
      availabilityZoneRebalancing: 'ENABLED',
      deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50 },
    };
    const service = simulator.createService(definition, {
      ...settings,
      serviceConnectConfiguration,
      tags: [{ key: 'a', value: 'b' }],
    });
    expect(service).toMatchObject({ ...settings, tags: [{ key: 'a', value: 'b' }] });
    expect(service).not.toHaveProperty('launchType');
    expect(primary(service)).toMatchObject({ serviceConnectConfiguration });
    simulator.wait(3);
    const names = objects(simulator.tasks()[0]?.['containers']).map((one) => one['name']);
    expect(names[1]).toMatch(/^ecs-service-connect-\w{5}$/);
  });

  it('refuses an INACTIVE definition and keeps running on one', () => {
    const simulator = testSimulator();
    const adot = simulator.register([MAIN, ADOT]);
    const alloy = simulator.register([MAIN, ALLOY]);
    simulator.createService(adot);
    simulator.wait(3);
    for (const taskDefinition of [adot, alloy]) simulator.ecs.call('DeregisterTaskDefinition', { taskDefinition });
    expect(refusal(() => update(simulator, { taskDefinition: alloy }))).toBe(
      'ClientException: TaskDefinition is inactive',
    );
    expect(refusal(() => update(simulator, { desiredCount: 3 }))).toBe('accepted');
  });

  it('refuses unknown clusters, capacity providers, ports and a missing network', () => {
    const simulator = testSimulator();
    const definition = simulator.register([MAIN]);
    const create = (rest: Json) => refusal(() => simulator.createService(definition, rest));
    expect(create({ cluster: 'ghost' })).toMatch(/^ClusterNotFoundException/);
    expect(create({ capacityProviderStrategy: [{ capacityProvider: 'ghost' }] })).toContain("'ghost' was not found");
    expect(create({ networkConfiguration: undefined })).toContain('Network Configuration must be provided');
    expect(create({ serviceConnectConfiguration: { enabled: true, services: [{ portName: 'x' }] } })).toContain("'x'");
    expect(create({ launchType: 'EC2' })).toContain('both a launch type and capacity provider strategy');
  });

  it('stops a rollout by StopServiceDeployment and goes back', () => {
    const simulator = testSimulator();
    const adot = simulator.register([MAIN, ADOT]);
    simulator.createService(adot);
    simulator.wait(3);
    simulator.ecs.addFault({ kind: 'stall', container: 'alloy' });
    update(simulator, { taskDefinition: simulator.register([MAIN, ALLOY]) });
    simulator.wait(3);
    const serviceDeploymentArn = simulator.service()['currentServiceDeployment'];
    simulator.ecs.call('StopServiceDeployment', { serviceDeploymentArn });
    simulator.wait(3);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition: adot, rolloutState: 'COMPLETED' });
    const described = simulator.ecs.call('DescribeServiceDeployments', {
      serviceDeploymentArns: [serviceDeploymentArn],
    });
    expect(objects(described['serviceDeployments'])[0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  });

  it('stops a rollout by StopServiceDeployment with ABORT, and leaves everything as it is', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN, ADOT]));
    simulator.wait(3);
    simulator.ecs.addFault({ kind: 'stall', container: 'alloy' });
    const taskDefinition = simulator.register([MAIN, ALLOY]);
    update(simulator, { taskDefinition });
    simulator.wait(1);
    const serviceDeploymentArn = simulator.service()['currentServiceDeployment'];
    simulator.ecs.call('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ABORT' });
    simulator.wait(3);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition, rolloutState: 'FAILED' });
    expect(objects(simulator.list()['serviceDeployments'])[0]).toMatchObject({ status: 'STOPPED' });
    expect(refusal(() => simulator.ecs.call('StopServiceDeployment', { serviceDeploymentArn }))).toMatch(/^Conflict/);
  });
});

describe('the API', () => {
  it('refuses unknown actions by name', () => {
    expect(refusal(() => testSimulator().ecs.call('RunMagic', {}))).toContain('InvalidAction: ');
  });

  it('throttles as often as asked, and only the named action', () => {
    const { ecs, call } = testSimulator();
    ecs.addFault({ kind: 'throttle', action: 'ListServices', count: 2 });
    const list = () => refusal(() => call('ListServices'));
    expect(refusal(() => call('ListTasks'))).toBe('accepted');
    expect([list(), list(), list()]).toEqual([
      'ThrottlingException: Rate exceeded',
      'ThrottlingException: Rate exceeded',
      'accepted',
    ]);
  });

  it('replaces a task that a person stops', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN]));
    simulator.wait(3);
    const task = simulator.tasks()[0]?.['taskArn'];
    simulator.call('StopTask', { task, reason: 'exercise' });
    simulator.wait(3);
    expect(simulator.service()['runningCount']).toBe(2);
    expect(simulator.tasks('STOPPED')[0]).toMatchObject({ taskArn: task, stopCode: 'UserInitiated' });
    expect(primary(simulator.service())['failedTasks']).toBe(0);
    for (const one of simulator.tasks()) expect(one['startedBy']).toBe(primary(simulator.service())['id']);
    expect(simulator.tasks().map((one) => one['taskArn'])).not.toContain(task);
  });

  it('pages long lists', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN]), { desiredCount: 3 });
    simulator.wait(3);
    const first = simulator.call('ListTasks', { maxResults: 2 });
    const second = simulator.call('ListTasks', { maxResults: 2, nextToken: first['nextToken'] });
    expect([first['taskArns'], second['taskArns']].map((arns) => (Array.isArray(arns) ? arns.length : 0))).toEqual([
      2, 1,
    ]);
    expect(second).not.toHaveProperty('nextToken');
  });
});
