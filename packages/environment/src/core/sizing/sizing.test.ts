import { expect, it } from 'vitest';
import { loadSample } from '../../testing/sample.ts';
import { ingestDemand } from './ingest.ts';
import { SCANS } from './measured.ts';
import { queryDemand } from './query-time.ts';
import { volumeByService } from './volume.ts';

const loki = { topology: 'single', replicas: 1, ingest: { megabytesPerSecond: 10 } } as const;

it('tells for what was measured what was measured: all of half a vCPU for 10 MB/s, 1 GiB, each scan in its time', () => {
  const demand = ingestDemand(loki);
  expect(demand.busyVcpu).toBeCloseTo(0.52, 2);
  expect(demand).toMatchObject({ neededVcpu: 1, neededMemory: 1024 });
  for (const [name, { megabytes, seconds }] of Object.entries(SCANS)) {
    const query = { class: name as keyof typeof SCANS, share: 1, within: 10 };
    expect(queryDemand(query, new Map([['x', megabytes]]), loki).secondsAtOneVcpu).toBeCloseTo(seconds);
  }
});

it("splits a month's volume over the services that move, by peak and number of tasks", () => {
  const loaded = loadSample('services: { worker: { peakLogBytesPerSecond: 150_000 } }'.replace('_', ''));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const volume = volumeByService(new Map(Object.entries(loaded.environment.services)), 10, 730 / 24);
  // worker 150 kB/s × 1, history 50 kB/s × 3; 10 GB are 10,737 MB.
  expect([...volume].map(([name, megabytes]) => [name, Math.round(megabytes)])).toEqual([
    ['worker', 5369],
    ['history', 5369],
  ]);
});
