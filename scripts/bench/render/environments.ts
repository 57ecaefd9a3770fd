import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { PHASES } from '../../../packages/environment/src/index.ts';

interface Overlay {
  readonly [key: string]: unknown;
}

/**
 * Makes a checkout with `count` valid environments, no two alike, as a large company has them: each extends the
 * repository's own base with its cluster, account, sizes, phase and topology, and every third has services of its own.
 */
export function makeCheckout(folder: string, repository: string, count: number): void {
  mkdirSync(join(folder, 'terraform/stack'), { recursive: true });
  mkdirSync(join(folder, 'environments'));
  cpSync(join(repository, 'environments/base.yaml'), join(folder, 'environments/base.yaml'));
  const model = parse(readFileSync(join(repository, 'environments/dev/environment.yaml'), 'utf8')) as Overlay;
  for (let index = 0; index < count; index += 1) {
    const name = `env-${String(index).padStart(5, '0')}`;
    mkdirSync(join(folder, 'environments', name));
    writeFileSync(join(folder, 'environments', name, 'environment.yaml'), stringify(overlay(model, name, index)));
  }
}

function overlay(model: Overlay, name: string, index: number): Overlay {
  const account = String(100_000_000_000 + index);
  const hex = index.toString(16).padStart(8, '0');
  const replicated = index % 4 === 3;
  return {
    ...model,
    aws: { accountId: account, region: ['eu-west-1', 'us-east-1', 'ap-southeast-2'][index % 3] },
    cluster: `cluster-${name}`,
    network: {
      vpcId: `vpc-${hex}`,
      subnetIds: [`subnet-${hex}1`, `subnet-${hex}2`, `subnet-${hex}3`],
      s3VpcEndpointId: `vpce-${hex}`,
      namespace: `cluster-${name}`,
    },
    state: { bucket: `state-${account}`, key: `${name}/terraform.tfstate` },
    metrics: { workspaceId: `ws-${hex}-0000-0000-0000-000000000000` },
    migration: { phase: PHASES[index % PHASES.length] },
    loki: {
      cpu: 1024 * (1 + (index % 4)),
      memory: 2048 * (1 + (index % 4)),
      retentionDays: 7 + (index % 30),
      ...(replicated && { topology: 'replicated', replicas: 3 }),
    },
    services: {
      frontend: { desiredCount: 2 + (index % 7) },
      worker: { environment: { SERVICES: 'worker', PROMETHEUS_ENDPOINT: '0.0.0.0:9090', SHARD: String(index) } },
      ...(index % 3 === 0 && ownServices(index)),
    },
    ...(index % 3 === 0 && {
      rollout: {
        bake: '5m',
        waves: [{ services: ['worker', 'billing'] }, { services: ['frontend', 'matching', 'history'] }],
      },
    }),
  };
}

function ownServices(index: number): Overlay {
  return {
    billing: {
      image: `example/billing:1.${index}.0`,
      cpu: 1024,
      memory: 2048,
      desiredCount: 1 + (index % 5),
      ports: { grpc: 9000 },
      metrics: { port: 9090, job: 'billing', counters: ['requests'] },
    },
  };
}
