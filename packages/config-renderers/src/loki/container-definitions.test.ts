import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import type { ContainerDefinition } from '../task-definition/model.ts';
import { replicated, sample } from '../test-environments.ts';
import { lokiConfig } from './config.ts';
import { lokiContainerDefinitions } from './container-definitions.ts';

const FILES = { config: 'the: "config"\n$HOME `x`\n', gateway: 'x', tenants: 'other: "$config"\n' };

/** Fields and settings that ECS refuses of a task on Fargate. */
const NOT_ON_FARGATE = /"(links|privileged|dockerSecurityOptions|extraHosts|disableNetworking|sourcePath|json-file)"/;

function containers(environment: Environment): { loki: ContainerDefinition; writer: ContainerDefinition } {
  const all = JSON.parse(lokiContainerDefinitions(environment, FILES)) as ContainerDefinition[];
  const [writer, loki] = all;
  if (writer?.name !== 'loki-config' || loki?.name !== 'loki') throw new Error('other containers than expected');
  return { loki, writer };
}

function withStorage(storage: Partial<Environment['loki']['storage']>): Environment {
  const environment = sample('infrastructure');
  return { ...environment, loki: { ...environment.loki, storage: { ...environment.loki.storage, ...storage } } };
}

const written = ({ mountPoints = [] }: ContainerDefinition) =>
  mountPoints.filter((each) => !each.readOnly).map((each) => each.containerPath);

describe("Loki's data", () => {
  it.each(['host', 'ebs', 'ephemeral'] as const)(
    'on %s storage is handed over to the user that Loki runs as',
    (wal) => {
      const { writer, loki } = containers(withStorage({ wal }));
      expect(written(writer)).toEqual(['/etc/loki', '/loki']);
      expect(writer.command?.[0]).toContain('chown 10001:10001 /loki');
      expect(written(loki)).toEqual(['/loki']);
    },
  );

  it('on EFS has its owner from the access point', () => {
    const { writer, loki } = containers(withStorage({ wal: 'efs' }));
    expect(written(writer)).toEqual(['/etc/loki']);
    expect(writer.command?.[0]).not.toContain('chown');
    expect(written(loki)).toEqual(['/loki']);
  });
});

it('replicas are refused one file system for their logs', () => {
  const three = replicated('infrastructure');
  const shared = { ...three, loki: { ...three.loki, storage: { wal: 'efs' as const, gigabytes: 20 } } };
  expect(() => lokiContainerDefinitions(shared, FILES)).toThrow(/^loki\.storage\.wal: efs is one folder/);
});

describe('Loki on Fargate', () => {
  it('is described with nothing that only a host has', () => {
    const environment = withStorage({ wal: 'ephemeral' });
    const fargate: Environment = { ...environment, loki: { ...environment.loki, capacity: 'fargate' } };
    const text = lokiContainerDefinitions(fargate, { ...FILES, config: lokiConfig(fargate) });
    expect(text).not.toMatch(NOT_ON_FARGATE);
    const { loki } = containers(fargate);
    expect(loki.stopTimeout).toBeLessThanOrEqual(120);
  });
});

describe("Loki's health", () => {
  it('may take five minutes to come, more for replicas, which wait for an index sync', () => {
    const [single, replica] = [sample('infrastructure'), replicated('infrastructure')].map(
      (each) => containers(each).loki.healthCheck,
    );
    expect(single).toMatchObject({
      command: ['CMD', '/usr/bin/loki', '-health', '-health.url=http://127.0.0.1:3101/ready'],
      startPeriod: 300,
      interval: 15,
    });
    expect(replica).toMatchObject({ startPeriod: 300, interval: 30, retries: 10 });
  });
});

describe('the container that writes the configuration', () => {
  it('writes it as it is, readable for another user', () => {
    const folder = mkdtempSync(join(tmpdir(), 'loki-config-'));
    const { writer } = containers(withStorage({ wal: 'efs' }));
    const script = writer.command?.[0]?.replaceAll('/etc/loki', folder) ?? '';
    const { status } = spawnSync('/bin/bash', ['-c', `umask 077\n${script}`], {
      env: {
        PATH: process.env['PATH'],
        ...Object.fromEntries(writer.environment.map(({ name, value }) => [name, value])),
      },
    });
    expect(status).toBe(0);
    for (const [name, text] of [
      ['config.yaml', FILES.config],
      ['tenants.yaml', FILES.tenants],
    ] as const) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o644);
    }
    rmSync(folder, { recursive: true });
  });
});
