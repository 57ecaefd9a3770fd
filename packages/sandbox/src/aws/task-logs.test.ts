import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createSimulator, type EcsSimulator, seeded } from '@loki-adoption/ecs-simulator';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTaskLogs, type TaskLogs } from './task-logs.ts';

interface Push {
  readonly streams: readonly { stream: Record<string, string>; values: readonly [string, string][] }[];
}

let now = Date.UTC(2026, 0, 1);
let ecs: EcsSimulator;
let receiver: Server;
let pushes: Push[];
let events: { target: string; group: string }[];
let lokiStatus: number;
let logs: TaskLogs;

beforeEach(async () => {
  [pushes, events, lokiStatus] = [[], [], 204];
  receiver = createServer(async (request, response) => {
    const body = await json(request);
    if (request.url === '/loki/api/v1/push') {
      if (lokiStatus === 204) pushes.push(body as Push);
      response.writeHead(lokiStatus).end();
      return;
    }
    events.push({
      target: String(request.headers['x-amz-target']),
      group: (body as { logGroupName: string }).logGroupName,
    });
    response.end('{}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  ecs = createSimulator({ accountId: '1', region: 'eu-west-1', clock: () => now, random: seeded(1) });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  logs = startTaskLogs({ ecs, motoUrl: url, region: 'eu-west-1', lokiUrl: () => url });
  runWorker();
});

afterEach(async () => {
  await logs.stop();
  vi.useRealTimers();
  await new Promise((resolve) => receiver.close(resolve));
});

function runWorker(): void {
  const options = { 'awslogs-group': '/ecs/c/worker', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' };
  const logConfiguration = { logDriver: 'awslogs', options };
  const environment = [{ name: 'SERVICE_NAME', value: 'worker' }];
  ecs.call('CreateCluster', { clusterName: 'c' });
  ecs.call('RegisterTaskDefinition', {
    family: 'c-worker',
    containerDefinitions: [
      { name: 'temporal-worker', image: 'worker:1', memory: 64, logConfiguration },
      { name: 'alloy', image: 'alloy:1', memory: 64, essential: false, environment },
    ],
  });
  ecs.call('CreateService', { cluster: 'c', serviceName: 'c-worker', taskDefinition: 'c-worker', desiredCount: 1 });
  now += 3000;
}

async function second(): Promise<void> {
  now += 1000;
  vi.advanceTimersByTime(1000);
  // The round is over when everything it sent has been answered.
  await logs.settled();
}

function lines(): readonly string[] {
  return pushes.flatMap((push) => push.streams.flatMap((stream) => stream.values.map(([, line]) => line)));
}

it('writes JSON lines to Loki with the exact labels and to CloudWatch', async () => {
  await second();
  await second();
  expect(lines()).toHaveLength(2);
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ service: 'temporal-worker', 'wf-id': expect.any(String) });
  expect(pushes[0]?.streams[0]?.stream).toEqual({
    service_name: 'worker',
    cluster: 'c',
    container_name: 'temporal-worker',
    task_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    level: 'info',
  });
  expect(events).toEqual([{ target: 'Logs_20140328.PutLogEvents', group: '/ecs/c/worker' }]);
  expect(logs.counts()).toEqual({ written: 2, cloudWatch: 2, cloudWatchFailed: 0, loki: 2, lost: 0 });
});

it('loses nothing while Loki is away', async () => {
  lokiStatus = 503;
  await second();
  await second();
  expect(lines()).toEqual([]);
  lokiStatus = 204;
  await second();
  expect(lines()).toHaveLength(3);
  expect(logs.counts()).toMatchObject({ written: 3, loki: 3, lost: 0 });
});

it('delivers nothing to Loki once the sidecar has crashed; CloudWatch still gets all', async () => {
  ecs.addFault({ kind: 'crash-at-start', container: 'alloy', afterSeconds: 0.5 });
  ecs.call('UpdateService', { cluster: 'c', service: 'c-worker', forceNewDeployment: true });
  now += 5000;
  await second();
  await second();
  expect(lines()).toEqual([]);
  expect(logs.counts()).toMatchObject({ written: 2, cloudWatch: 2, loki: 0 });
});

it('shows planted label and silence faults', async () => {
  ecs.addFault({ id: 'f', kind: 'wrong-labels', service: 'c-worker' });
  await second();
  expect(pushes[0]?.streams[0]?.stream['service_name']).toBe('unknown_service');
  ecs.addFault({ id: 'f', kind: 'mute-logs', service: 'c-worker' });
  await second();
  expect(lines()).toHaveLength(1);
});
