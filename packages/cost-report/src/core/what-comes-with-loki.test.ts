import type { Environment } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { correctedAssumptions } from './assumptions.ts';
import { lokiLines } from './corrected-loki.ts';
import { decimal, exact } from './decimal.ts';
import { amountAt, quantityAt } from './line.ts';
import { sample } from './sample.fixture.ts';

const PLACE = { region: 'us-east-1', partition: 'aws' };

function linesOf(environment: Environment) {
  return new Map(lokiLines(environment, PLACE, correctedAssumptions(environment)).map((line) => [line.key, line]));
}

function withLoki(changes: Partial<Environment['loki']>): Environment {
  const environment = sample();
  return { ...environment, loki: { ...environment.loki, ...changes } };
}

/** USD a month of one line at 100 GB a month. */
function usd(environment: Environment, key: string): string | undefined {
  const line = linesOf(environment).get(key);
  const amount = line && amountAt(line, decimal('100'));
  return amount && exact(amount);
}

function requests(environment: Environment, key: string): number {
  const line = linesOf(environment).get(key);
  if (!line) throw new Error(`there is no line ${key}`);
  return Number(exact(quantityAt(line.quantity, decimal('100'))));
}

describe('disks', () => {
  const storage = (wal: Environment['loki']['storage']['wal']) => ({ ...sample().loki.storage, wal, gigabytes: 20 });

  it('of instances and of Fargate are part of the compute', () => {
    for (const wal of ['host', 'ephemeral'] as const) {
      const keys = [...linesOf(withLoki({ storage: storage(wal) })).keys()];
      expect(keys.filter((key) => /ebs|efs/.test(key))).toEqual([]);
    }
  });

  it('are paid for by their size, one for each task', () => {
    expect(usd(withLoki({ storage: storage('ebs') }), 'loki-ebs')).toBe('1.6');
    const three = { storage: storage('ebs'), topology: 'replicated' as const, replicas: 3 };
    expect(usd(withLoki(three), 'loki-ebs')).toBe('4.8');
  });

  it('on EFS cost what the write-ahead log takes', () => {
    // 100 GB × 4 h ÷ 730 h × $0.30
    expect(Number(usd(withLoki({ storage: storage('efs') }), 'loki-efs'))).toBeCloseTo(0.164_38, 4);
  });
});

describe('Grafana', () => {
  const withGrafana = (capacity: 'ec2' | 'fargate'): Environment => {
    const environment = sample();
    const service = {
      image: 'grafana/grafana:13.0.1',
      capacity,
      adminPasswordSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:g-abcdef',
      environment: {},
      secrets: {},
      notSecret: {},
      clientSecurityGroupIds: [],
    };
    return { ...environment, grafana: { ...environment.grafana, service } };
  };

  it('costs nothing more where there is none, or one that exists', () => {
    const existing = { roleName: 'grafana', securityGroupIds: ['sg-0abc'] };
    const environment = sample();
    for (const each of [environment, { ...environment, grafana: { ...environment.grafana, existing } }]) {
      expect([...linesOf(each).keys()].filter((key) => key.startsWith('grafana'))).toEqual([]);
    }
  });

  it('is a quarter of a vCPU and half a GB, on a node or on Fargate', () => {
    // (9 × 0.25 + 0.5) ÷ 52 × 730 h × $0.1632
    expect(Number(usd(withGrafana('ec2'), 'grafana-node-share'))).toBeCloseTo(6.3005, 3);
    expect(Number(usd(withGrafana('fargate'), 'grafana-fargate-cpu'))).toBeCloseTo(7.3876, 4);
    expect(Number(usd(withGrafana('fargate'), 'grafana-fargate-memory'))).toBeCloseTo(1.622_43, 4);
  });
});

it('the proxy before the Docker socket is part of the sidecar', () => {
  const environment = sample();
  const socketProxy = { image: 'nginx:1.30.6-alpine', cpu: 32, memory: 64 };
  // 3 sidecars × (9 × 32 ÷ 1024 + 64 ÷ 1024) ÷ 52 × 730 h × $0.1632
  const amount = usd({ ...environment, alloy: { ...environment.alloy, socketProxy } }, 'sidecar-difference');
  expect(Number(amount)).toBeCloseTo(2.3628, 3);
  expect(usd(environment, 'sidecar-difference')).toBe('0');
});

describe('requests', () => {
  it('for markers of deletions come where lines can be deleted: seven a minute', () => {
    const without = requests(withLoki({ deletion: 'disabled' }), 's3-list');
    expect(requests(withLoki({ deletion: 'filter-and-delete' }), 's3-list') - without).toBe(7 * 60 * 730);
  });

  it('for an index come for each tenant from the compactor', () => {
    const environment = sample();
    const { worker } = environment.services;
    if (!worker) throw new Error('the sample lost its worker');
    const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:push-abcdef';
    const access = { ...environment.loki.access, push: 'perService' as const };
    const services = { ...environment.services, worker: { ...worker, lokiPassword: arn } };
    const tenants = { ...environment, loki: { ...environment.loki, access }, services };
    // The service's and the probe's: one more than without tenants.
    expect(requests(tenants, 's3-put') - requests(environment, 's3-put')).toBeCloseTo(2920 + 2920, 6);
  });
});
