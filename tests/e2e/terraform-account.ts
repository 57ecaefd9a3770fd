import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderEnvironment } from '../../packages/config-renderers/src/index.ts';
import { type Environment, formatProblem, loadEnvironment, type Phase } from '../../packages/environment/src/index.ts';
import { declaredIds, seedOptionsOf, startAws } from '../../packages/sandbox/src/aws/index.ts';
import { findTools } from '../../packages/sandbox/src/index.ts';
import { root } from './adopt.ts';
import { startRecorder } from './recorder.ts';

/** The sample environment with a service that moves, one without a sidecar, a Grafana and alarms: every kind of resource, few of each. */
export function smallEnvironment(phase: Phase): Environment {
  const loaded = loadEnvironment('dev', { root: join(root, 'environments') });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => formatProblem(problem)).join('\n'));
  const { environment } = loaded;
  const { worker, ui } = environment.services;
  if (worker === undefined || ui === undefined) throw new Error('environments/dev has no services worker and ui');
  const { accountId, region } = environment.aws;
  return {
    ...environment,
    migration: { phase },
    services: { worker, ui },
    grafana: {
      ...environment.grafana,
      service: {
        image: 'example/grafana:1.0.0',
        capacity: 'ec2',
        adminPasswordSecretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:grafana-abcdef`,
        environment: { GF_SERVER_ROOT_URL: 'https://grafana.example.com' },
        secrets: {},
        notSecret: {},
        clientSecurityGroupIds: ['sg-0a1b2c3d4e5f60001'],
      },
    },
    alarms: { snsTopicArn: `arn:aws:sns:${region}:${accountId}:alerts`, bucketGigabytes: 100 },
  };
}

/** The same with another line in the worker's Alloy configuration, and in nobody else's. */
export function withAnotherAlloyLine(environment: Environment): Environment {
  const { worker } = environment.services;
  if (worker?.metrics === undefined) throw new Error('the worker has no metrics');
  const metrics = { ...worker.metrics, counters: [...worker.metrics.counters, 'one_more'] };
  return { ...environment, services: { ...environment.services, worker: { ...worker, metrics } } };
}

/** Writes the variables that the environment is rendered to; the path of the file. */
export function writeVariables(folder: string, name: string, environment: Environment): string {
  const rendered = renderEnvironment(environment).find(({ path }) => path === 'terraform.tfvars.json');
  const file = join(folder, `${name}.tfvars.json`);
  writeFileSync(file, rendered?.content ?? '{}');
  return file;
}

/** A local AWS with what the environment expects to find: network, cluster, namespace, workspace, state bucket. */
export async function startAccount(folder: string, environment: Environment) {
  const { accountId, region } = environment.aws;
  const aws = await startAws({ pythonBin: findTools(root).python, stateDir: folder, accountId, region });
  await aws.seed({ ...seedOptionsOf(environment), ids: declaredIds(environment) });

  const recorder = await startRecorder(aws.url);

  /** One call; the gateway routes by the service that it is signed for, and nobody looks at the signature. */
  async function call(service: string, path: string, init: RequestInit): Promise<string> {
    const authorization = `AWS4-HMAC-SHA256 Credential=sandbox/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(`${aws.url}${path}`, { ...init, headers: { ...init.headers, authorization } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${path}: ${response.status} ${text}`);
    return text;
  }
  async function json(service: string, target: string, body: object): Promise<unknown> {
    const text = await call(service, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(body),
    });
    // Actions without a result answer with nothing.
    return text === '' ? undefined : JSON.parse(text);
  }
  const logs = (action: string, body: object) => json('logs', `Logs_20140328.${action}`, body);

  return {
    env: { ...aws.env, AWS_ENDPOINT_URL: recorder.url },
    /** What programs with this environment have asked AWS for, as IAM names it. */
    actions: recorder.actions,
    during: recorder.during,
    unknownWrites: aws.unknownWrites,
    async stop() {
      await recorder.stop();
      await aws.stop();
    },
    bucketPolicy: (bucket: string) => call('s3', `/${bucket}?policy`, { method: 'GET' }),
    /** As the rollout engine does. */
    pointService: (service: string, taskDefinition: string) =>
      json('ecs', 'AmazonEC2ContainerServiceV20141113.UpdateService', {
        cluster: environment.cluster,
        service,
        taskDefinition,
      }),
    /** The cluster's instances from another group. */
    async addCapacityProvider(name: string): Promise<void> {
      const target = 'AmazonEC2ContainerServiceV20141113';
      const group = `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:seed:autoScalingGroupName/${name}`;
      await json('ecs', `${target}.CreateCapacityProvider`, {
        name,
        autoScalingGroupProvider: { autoScalingGroupArn: group },
      });
      await json('ecs', `${target}.PutClusterCapacityProviders`, {
        cluster: environment.cluster,
        capacityProviders: [environment.capacity.provider, name, 'FARGATE'],
        defaultCapacityProviderStrategy: [],
      });
    },
    async ecsService(name: string) {
      const answer = await json('ecs', 'AmazonEC2ContainerServiceV20141113.DescribeServices', {
        cluster: environment.cluster,
        services: [name],
      });
      const [service] = (answer as { services: { deployments: { capacityProviderStrategy: unknown }[] }[] }).services;
      if (!service) throw new Error(`ECS has no service ${name}.`);
      return service;
    },
    async logGroups(): Promise<string[]> {
      const { logGroups } = (await logs('DescribeLogGroups', {})) as { logGroups: { logGroupName: string }[] };
      return logGroups.map((group) => group.logGroupName).sort();
    },
    /** As a team has made it before: it keeps lines for ten years, with a key and tags of the team's own. */
    async makeLogGroup(logGroupName: string): Promise<void> {
      const kmsKeyId = `arn:aws:kms:${region}:${accountId}:key/11111111-2222-3333-4444-555555555555`;
      await logs('CreateLogGroup', { logGroupName, kmsKeyId, tags: { team: 'workers' } });
      await logs('PutRetentionPolicy', { logGroupName, retentionInDays: 3653 });
    },
    /** What can be set of a log group. */
    async logGroup(name: string): Promise<{ retentionInDays?: number; kmsKeyId?: string; tags: object }> {
      const { logGroups } = (await logs('DescribeLogGroups', { logGroupNamePrefix: name })) as {
        logGroups: { arn: string; retentionInDays?: number; kmsKeyId?: string }[];
      };
      const [{ arn, retentionInDays, kmsKeyId } = { arn: '' }] = logGroups;
      const { tags } = (await logs('ListTagsForResource', { resourceArn: arn.replace(/:\*$/, '') })) as {
        tags: object;
      };
      return { ...(retentionInDays && { retentionInDays }), ...(kmsKeyId && { kmsKeyId }), tags };
    },
  };
}

export type Account = Awaited<ReturnType<typeof startAccount>>;
