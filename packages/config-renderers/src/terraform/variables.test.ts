import { type Environment, isAtLeast, lokiBucket, PHASES } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { renderEnvironment } from '../render.ts';
import { replicated, sample } from '../test-environments.ts';

type Variables = Record<string, unknown> & {
  readonly loki: Record<string, unknown> | null;
  readonly grafana: Record<string, unknown> | null;
  readonly services: Record<string, Record<string, unknown>>;
};

/** The variable `loki` of terraform/stack, each value as its type. */
const LOKI = {
  bucket_name: 'string',
  chunk_expiration_days: 'number',
  container_definitions: 'string',
  cpu: 'number',
  desired_count: 'number',
  image: 'string',
  launch_type: 'string',
  log_group: 'string',
  memory: 'number',
  name: 'string',
  replacement_pause_seconds: 'number',
  retention_days: 'number',
  topology: 'string',
  wal: { storage: 'string' },
};

function variables(environment: ReturnType<typeof sample>): Variables {
  const file = renderEnvironment(environment).find((each) => each.path === 'terraform.tfvars.json');
  return JSON.parse(file?.content ?? '{}') as Variables;
}

const SERVICE = {
  image: 'grafana/grafana:12.1.0',
  capacity: 'fargate',
  adminPasswordSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-AbCdEf',
  environment: { GF_SERVER_ROOT_URL: 'https://grafana.example.com' },
  secrets: {},
  notSecret: {},
  clientSecurityGroupIds: ['sg-0abc'],
} satisfies Environment['grafana']['service'];

function withGrafana(environment: Environment, grafana: Partial<Environment['grafana']>): Environment {
  return { ...environment, grafana: { ...environment.grafana, ...grafana } };
}

/** Each value replaced by the name of its type. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (value === null) return null;
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, shape(of)]));
}

describe('terraform.tfvars.json', () => {
  it.each(PHASES)('has the shape that terraform/stack declares in phase %s', (phase) => {
    const { services, amp_rule_namespaces: rules, ...rest } = variables(sample(phase));
    expect(shape(rest)).toEqual({
      alarms_bucket_gigabytes: null,
      alarms_sns_topic_arn: null,
      alloy_image: 'string',
      aws_account_id: 'string',
      aws_partition: 'string',
      aws_region: 'string',
      capacity_provider: 'string',
      ecs_cluster_name: 'string',
      environment: 'string',
      grafana: null,
      log_group_prefix: 'string',
      loki: phase === 'baseline' ? null : LOKI,
      phase: 'string',
      project_name: 'string',
      prometheus_workspace_id: 'string',
      s3_vpc_endpoint_id: 'string',
      service_connect_namespace: 'string',
      subnet_ids: ['string'],
      vpc_id: 'string',
    });
    const common = isAtLeast(phase, 'infrastructure') ? ['budget', 'loki', 'sidecars'] : [];
    const each = isAtLeast(phase, 'rollout') ? ['service-frontend', 'service-worker'] : [];
    expect(Object.keys(rules as object)).toEqual([...common, ...each].sort());
    const { variants, ...service } = services['worker'] ?? {};
    expect(service).toEqual({
      container: 'temporal-worker',
      cpu: 512,
      desired_count: 1,
      enable_execute_command: false,
      family: 'temporal-dev-temporal-worker',
      launch_type: 'EC2',
      log_group: '/ecs/temporal-dev/temporal-worker',
      memory: 1024,
      ports: { grpc: 7239, membership: 6939 },
      service_connect: [{ dns_name: 'temporal-worker', port: 7239, port_name: 'grpc' }],
      target_variant: isAtLeast(phase, 'rollout') ? 'alloy' : 'adot',
    });
    expect(Object.values(variants as object).map(shape)).toEqual(
      Object.keys(variants as object).map((variant) => ({
        container_definitions: 'string',
        volumes: variant === 'alloy' ? { 'docker-socket': 'string' } : {},
      })),
    );
  });

  it('says where Loki runs, and what Terraform has to know of its volume', () => {
    const environment = sample('infrastructure');
    const storages = [
      { wal: 'host', gigabytes: 20 },
      { wal: 'ephemeral', gigabytes: 20 },
      { wal: 'ebs', gigabytes: 35 },
      { wal: 'efs', gigabytes: 20, fileSystemId: 'fs-0abc1234', accessPointId: 'fsap-0abc1234' },
    ] as const;
    const rendered = storages.map((storage) => {
      const { loki } = variables({ ...environment, loki: { ...environment.loki, capacity: 'fargate', storage } });
      expect(loki?.['launch_type']).toBe('FARGATE');
      return loki?.['wal'];
    });
    expect(rendered).toEqual([
      { storage: 'host' },
      { storage: 'ephemeral' },
      { storage: 'ebs', ebs_gigabytes: 35 },
      { storage: 'efs', efs: { file_system_id: 'fs-0abc1234', access_point_id: 'fsap-0abc1234' } },
    ]);
  });

  it('names Loki and its log group as the environment does', () => {
    const environment = sample('infrastructure');
    expect(variables(environment).loki).toMatchObject({
      name: 'temporal-dev-loki',
      log_group: '/ecs/temporal-dev/loki',
      bucket_name: lokiBucket(environment),
    });
  });

  it('keeps chunks in the bucket until the compactor is surely done with them', () => {
    const environment = sample('infrastructure');
    const { loki } = variables({ ...environment, loki: { ...environment.loki, retentionDays: 30 } });
    expect(loki?.['chunk_expiration_days']).toBe(32);
  });

  it('leaves an index sync between the replacements of two replicas', () => {
    const pauses = [sample('rollout'), replicated('rollout')].map(
      (each) => variables(each).loki?.['replacement_pause_seconds'],
    );
    expect(pauses).toEqual([0, 300]);
  });

  it('starts a Grafana with the files that are rendered for it', () => {
    const environment = withGrafana(sample('cleanup'), { service: SERVICE });
    const { files, ...grafana } = variables(environment).grafana ?? {};
    expect(grafana).toEqual({
      mode: 'service',
      name: 'temporal-dev-grafana',
      log_group: '/ecs/temporal-dev/grafana',
      image: SERVICE.image,
      launch_type: 'FARGATE',
      environment: { GF_SERVER_ROOT_URL: 'https://grafana.example.com' },
      secrets: {},
      admin_password_secret_arn: SERVICE.adminPasswordSecretArn,
      client_security_group_ids: { 'sg-0abc': 'sg-0abc' },
    });
    expect(Object.keys(files as object)).toEqual([
      'alerting/service-frontend.yaml',
      'alerting/service-worker.yaml',
      ...['cost.json', 'dashboards.yaml', 'logs.json', 'loki.json', 'migration.json', 'sidecars.json'].map(
        (file) => `dashboards/${file}`,
      ),
      'datasources/datasources.yaml',
    ]);
  });

  it('refuses more files than a task definition of Grafana can carry', () => {
    const { services, ...environment } = withGrafana(sample('cleanup'), { service: SERVICE });
    const { worker } = services;
    if (!worker) throw new Error('the sample lost its worker');
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `s${index}`,
          { ...worker, name: `s${index}`, container: `c${index}` },
        ]),
      );
    expect(() => variables({ ...environment, services: many(80) })).not.toThrow();
    expect(() => variables({ ...environment, services: many(900) })).toThrow(
      /^grafana\.service: its 907 provisioned files have [0-9]+ bytes when compressed, and with all else a task definition has 65536\. /,
    );
    const mounted = { ...environment, grafana: { ...environment.grafana, service: undefined }, services: many(900) };
    expect(() => variables(mounted)).not.toThrow();
  });

  it('lets in a Grafana that exists, and leaves its files to it', () => {
    const existing = { roleName: 'grafana', securityGroupIds: ['sg-0abc', 'sg-0def'] };
    expect(variables(withGrafana(sample('infrastructure'), { existing })).grafana).toEqual({
      mode: 'existing',
      name: 'temporal-dev-grafana',
      log_group: '/ecs/temporal-dev/grafana',
      existing_security_group_ids: { 'sg-0abc': 'sg-0abc', 'sg-0def': 'sg-0def' },
    });
  });

  it('sends alarms where the environment says', () => {
    const alarms = { snsTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts', bucketGigabytes: 500 };
    expect(variables({ ...sample('baseline'), alarms })).toMatchObject({
      alarms_sns_topic_arn: alarms.snsTopicArn,
      alarms_bucket_gigabytes: 500,
    });
  });
});
