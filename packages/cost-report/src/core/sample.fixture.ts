import { type Environment, environmentSchema, type Phase, type Service } from '@loki-adoption/environment';

const DOCUMENT = {
  aws: { accountId: '111122223333', region: 'us-east-1' },
  cluster: 'sample',
  network: {
    vpcId: 'vpc-0a',
    subnetIds: ['subnet-0a', 'subnet-0b'],
    s3VpcEndpointId: 'vpce-0a',
    namespace: 'sample',
  },
  capacity: { provider: 'graviton' },
  state: { bucket: 'sample-state', key: 'terraform.tfstate' },
  migration: { phase: 'baseline' },
  loki: {
    image: 'grafana/loki:3.7.6',
    gateway: { image: 'nginx:1.30.6-alpine' },
    cpu: 512,
    memory: 1024,
    retentionDays: 7,
    ingest: { megabytesPerSecond: 5 },
    storage: { wal: 'host' },
  },
  alloy: {
    image: 'grafana/alloy:v1.18.1@sha256:0f4434c92b3e6cdac38bb129b344e1790c246f7b6e2eaffcc16a5fa363240e33',
    cpu: 128,
    memory: 256,
    outageBudget: '15m',
  },
  adot: { image: 'example/collector:v0.40.0', cpu: 128, memory: 256 },
  grafana: { enabled: false },
  metrics: { workspaceId: 'ws-1' },
  services: {
    worker: { image: 'example/worker:1', cpu: 512, memory: 1024, desiredCount: 3 },
    ui: { image: 'example/ui:1', cpu: 256, memory: 512, desiredCount: 1, collector: 'none' },
  },
  rollout: {
    waves: [{ services: ['worker'] }],
    bake: '2m',
    deadline: '45m',
    pollInterval: '15s',
    gates: { sidecar: { window: '90s' }, logs: { freshness: '30s' } },
  },
  cost: { assumptions: 'corrected', volume: { gigabytesPerMonth: 50 }, budget: { minimumSavingPercent: 50 } },
};

/** An environment in us-east-1: 50 GB a month, two zones, three tasks that move and one that stays. */
export function sample(change: { phase?: Phase; region?: string; partition?: 'aws' | 'aws-cn' } = {}): Environment {
  const parsed = environmentSchema.parse(DOCUMENT);
  const services: Record<string, Service> = {};
  for (const [name, service] of Object.entries(parsed.services)) services[name] = { ...service, name, container: name };
  return {
    ...parsed,
    name: 'sample',
    services,
    aws: {
      ...parsed.aws,
      region: change.region ?? parsed.aws.region,
      partition: change.partition ?? parsed.aws.partition,
    },
    migration: { phase: change.phase ?? 'baseline' },
  };
}
