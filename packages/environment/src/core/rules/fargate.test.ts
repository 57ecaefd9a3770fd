import { expect, it } from 'vitest';
import { errors, places } from '../../testing/sample.ts';

const EFS = 'storage: { wal: efs, fileSystemId: fs-0a1b2c3d, accessPointId: fsap-0a1b2c3d }';
const loki = (cpu: number, memory: number) =>
  errors(`loki: { capacity: fargate, cpu: ${cpu}, memory: ${memory}, ${EFS} }`);

it('runs Loki and services without a sidecar in the sizes that Fargate offers', () => {
  for (const [cpu, memory] of [
    [512, 1024],
    [1024, 8192],
    [2048, 5120],
    [4096, 30_720],
    [8192, 20_480],
    [16_384, 122_880],
  ] as const) {
    expect(loki(cpu, memory)).toEqual([]);
  }
  expect(loki(600, 1024)).toEqual([
    'loki.cpu: Fargate offers 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units, not 600',
  ]);
  expect(loki(1024, 1024)).toEqual([
    'loki.memory: with 1024 CPU units Fargate offers 2048 to 8192 in steps of 1024 MiB, not 1024',
  ]);
  expect(loki(8192, 17_408)).toEqual([
    'loki.memory: with 8192 CPU units Fargate offers 16384 to 61440 in steps of 4096 MiB, not 17408',
  ]);
  expect(errors('services: { ui: { capacity: fargate, memory: 1536 } }')).toEqual([
    'services.ui.memory: with 512 CPU units Fargate offers 1024, 2048, 3072 or 4096 MiB, not 1536',
  ]);
  expect(places('services: { ui: { capacity: fargate, memory: 1536 } }')).toEqual(['2:46 services.ui.memory']);
});

it('runs no service with a sidecar', () => {
  const overlay = 'services: { worker: { capacity: fargate, memory: 1024 }, ui: { capacity: fargate } }';
  expect(errors(overlay)).toEqual([
    "services.worker.capacity: the sidecar reads the host's Docker socket, which Fargate doesn't have: set capacity to ec2, or collector to none",
  ]);
  expect(places(overlay)).toEqual(['2:33 services.worker.capacity']);
});

it('waits two minutes for a container to stop', () => {
  const overlay = 'services: { ui: { capacity: fargate, stopTimeout: 121 }, worker: { stopTimeout: 1200 } }';
  expect(errors(overlay)).toEqual(['services.ui.stopTimeout: Fargate waits 120 s at most, not 121']);
  expect(places(overlay)).toEqual(['2:51 services.ui.stopTimeout']);
  expect(errors('services: { ui: { capacity: fargate, stopTimeout: 120 } }')).toEqual([]);
});
