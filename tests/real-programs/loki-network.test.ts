import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { lokiConfig } from '../../packages/config-renderers/src/loki/config.ts';
import { replicated } from '../../packages/config-renderers/src/test-environments.ts';
import { type RunningProcess, startProcess } from '../../packages/sandbox/src/processes/index.ts';
import { describeWith } from './programs.ts';

const NAMESPACE = 'loki-adoption-test';
const ip = (...args: string[]) => spawnSync('ip', args, { encoding: 'utf8' });

/** Interfaces of a task by launch type, with their addresses. */
const TASKS = {
  fargate: { eth0: '169.254.172.2/22', eth1: '100.64.1.5/24' },
  ec2: { 'ecs-eth0': '169.254.172.7/22', eth0: '100.64.1.5/24' },
} as const;

/** A network namespace with these interfaces, or why there is none. */
function makeNamespace(interfaces: Readonly<Record<string, string>>): string | undefined {
  ip('netns', 'delete', NAMESPACE);
  const inside = ['-n', NAMESPACE];
  const steps = [
    ['netns', 'add', NAMESPACE],
    [...inside, 'link', 'set', 'lo', 'up'],
    ...Object.entries(interfaces).flatMap(([name, address], index) => [
      [...inside, 'link', 'add', name, 'type', 'veth', 'peer', 'name', `peer${index}`],
      [...inside, 'link', 'set', `peer${index}`, 'up'],
      [...inside, 'address', 'add', address, 'dev', name],
      [...inside, 'link', 'set', name, 'up'],
    ]),
  ];
  for (const step of steps) {
    const { status, stderr, error } = ip(...step);
    if (status !== 0) return error?.message ?? stderr.trim();
  }
  return undefined;
}

const obstacle = makeNamespace(TASKS.fargate);
ip('netns', 'delete', NAMESPACE);
const title = 'A replica of Loki whose VPC has addresses of 100.64.0.0/10';

if (obstacle === undefined) describeWith('loki', title, suite);
else {
  console.info(`skipped: ${title}, because a network namespace can't be made: ${obstacle}`);
  it.runIf(false)(`${title}: ${obstacle}`, () => {});
}

function suite(bin: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'loki-network-'));
  let loki: RunningProcess | undefined;
  afterEach(async () => {
    await loki?.stop(20_000);
    ip('netns', 'delete', NAMESPACE);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (path: string): string => {
    const script = `fetch('http://127.0.0.1:3101${path}', { headers: { accept: 'application/json' } }).then((answer) => answer.text()).then(console.log)`;
    return ip('netns', 'exec', NAMESPACE, process.execPath, '-e', script).stdout;
  };

  describe.each(['fargate', 'ec2'] as const)('on %s', (capacity) => {
    it('tells ring and gossip the address that others reach', async () => {
      expect(makeNamespace(TASKS[capacity])).toBeUndefined();
      const environment = replicated('rollout');
      const config = parse(lokiConfig({ ...environment, loki: { ...environment.loki, capacity } }));
      config.common.path_prefix = folder;
      config.ingester.wal.dir = join(folder, 'wal');
      config.compactor.working_directory = join(folder, 'compactor');
      config.memberlist.join_members = ['127.0.0.1'];
      Object.assign(config.common.storage.s3, { endpoint: 'http://127.0.0.1:1', insecure: true });
      config.server.http_listen_port = 3101;
      const file = join(folder, `${capacity}.yaml`);
      writeFileSync(file, stringify(config));
      loki = await startProcess({
        command: 'ip',
        // What has a ring and needs no bucket.
        args: ['netns', 'exec', NAMESPACE, bin, `-config.file=${file}`, '-target=ingester,distributor'],
        env: {
          ...process.env,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
        logFile: join(folder, `${capacity}.log`),
      });
      await vi.waitFor(() => expect(ask('/ring')).toContain('"address":"100.64.1.5:'), {
        timeout: 30_000,
        interval: 500,
      });
      expect(ask('/memberlist')).toContain('"Addr":"100.64.1.5","Port":7946');
      expect(ask('/memberlist')).not.toContain('169.254.172');
    }, 60_000);
  });
}
