import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findings, places } from '../../testing/sample.ts';

const warnings = (overlay: string) => findings(overlay).warnings;
const FARGATE = 'capacity: fargate, storage: { wal: efs, fileSystemId: fs-0a1b2c3d, accessPointId: fsap-0a1b2c3d }';

describe('ingest', () => {
  it('takes half of the CPU at most: half a vCPU for 5 MB/s', () => {
    expect(warnings('loki: { ingest: { megabytesPerSecond: 5 } }')).toEqual([]);
    const overlay = 'loki:\n  ingest: { megabytesPerSecond: 10 }\n  cpu: 512';
    expect(warnings(overlay)).toEqual([
      'loki.cpu: 10 MB/s take 0.52 vCPU to ingest, 0.5 are here, and queries need room too: set loki.cpu to 1024',
    ]);
    expect(places(overlay)).toEqual(['4:8 loki.cpu']);
    expect(warnings('loki: { ingest: { megabytesPerSecond: 10 }, cpu: 1024 }')).toEqual([]);
  });

  it('counts three times with replicas, and is spread over them', () => {
    const ring = (replicas: number, rate: number) =>
      warnings(`loki: { topology: replicated, replicas: ${replicas}, ingest: { megabytesPerSecond: ${rate} } }`);
    expect(ring(3, 5)).toEqual([]);
    expect(ring(6, 10)).toEqual([]);
    expect(ring(3, 6)).toEqual([
      'loki.cpu: 6 MB/s in each of 3 replicas (every line is ingested 3 times) take 0.31 vCPU to ingest, 0.5 are here, and queries need room too: set loki.cpu to 768',
    ]);
  });

  it('names a pair that Fargate offers, and says when no task is large enough', () => {
    expect(warnings(`loki: { ${FARGATE}, ingest: { megabytesPerSecond: 10 } }`)).toEqual([
      'loki.cpu: 10 MB/s take 0.52 vCPU to ingest, 0.5 are here, and queries need room too: set loki.cpu to 1024 and loki.memory to 2048',
    ]);
    // Both warnings name the same task, a pair that is on offer.
    expect(warnings(`loki: { ${FARGATE}, memory: 1024, ingest: { megabytesPerSecond: 12 } }`)).toEqual([
      'loki.cpu: 12 MB/s take 0.62 vCPU to ingest, 0.5 are here, and queries need room too: set loki.cpu to 2048 and loki.memory to 4096',
      'loki.memory: is small for 12 MB/s: 10 MB/s were measured with 1024 MiB; set it to 4096',
    ]);
    expect(warnings(`loki: { ${FARGATE}, ingest: { megabytesPerSecond: 200 } }`)).toEqual([
      'loki.cpu: 200 MB/s take 10 vCPU to ingest, 0.5 are here, and queries need room too: no fargate task has the 20 vCPU that this takes',
      'loki.memory: is small for 200 MB/s: 10 MB/s were measured with 1024 MiB; no fargate task is large enough',
    ]);
  });

  it('needs the memory that it was measured with, in proportion', () => {
    expect(warnings('loki: { memory: 512 }')).toEqual([]);
    const overlay = 'loki: { memory: 1024, cpu: 2048, ingest: { megabytesPerSecond: 12 } }';
    expect(warnings(overlay)).toEqual([
      'loki.memory: is small for 12 MB/s: 10 MB/s were measured with 1024 MiB; set it to 1280',
    ]);
    expect(places(overlay)).toEqual(['2:17 loki.memory']);
  });
});

describe('queries', () => {
  const query = (text: string, more = '') => warnings(`loki:\n  queries: [{ ${text} }]\n${more}`);

  it('are answered in the time that people wait', () => {
    expect(query('class: newest, within: 2s')).toEqual([]);
    expect(query('class: line-filter, services: [worker], share: 0.01, within: 10s')).toEqual([]);
    // worker writes a quarter of 50 GB a month: 1 of 4 tasks.
    expect(query('class: line-filter, services: [worker], within: 10s')).toEqual([
      'loki.queries[0]: line-filter over all lines of worker, 3.1 GB in 7 days, takes about 55 s at 0.5 vCPU, and 10 s are declared: select less (a service and a level), or set loki.cpu to 2816',
    ]);
    expect(query('class: line-filter, services: [worker], within: 10s', '  cpu: 2816')).toEqual([]);
    expect(query('class: count, share: 0.02, within: 5s')).toEqual([
      'loki.queries[0]: count over 2 % of the lines of all services, 250 MB in 7 days, takes about 7 s at 0.5 vCPU, and 5 s are declared: select less (a service and a level), or set loki.cpu to 768',
    ]);
    expect(places('loki:\n  queries:\n    - { class: count, within: 1s }')).toEqual(['4:7 loki.queries[0]']);
  });

  it('read no more days than are kept, and every copy of a line', () => {
    expect(
      query('class: json-filter, services: [worker, history], within: 10s', '  limits: { lookbackDays: 1 }'),
    ).toEqual([
      'loki.queries[0]: json-filter over all lines of worker and history, 1.8 GB in 1 day, takes about 41 s at 0.5 vCPU, and 10 s are declared: select less (a service and a level), or set loki.cpu to 2304',
    ]);
    const ring = '  topology: replicated\n  replicas: 3';
    expect(query('class: json-count, share: 0.02, within: 5s', ring)[0]).toContain(
      '740 MB in 7 days (every line is kept 3 times), takes about 20 s',
    );
  });

  it('are left alone where the volume of a service is not known', () => {
    expect(query('class: count, services: [worker], within: 1s', 'services: { history: { cpu: big } }')).toEqual([]);
  });

  it('have no volume where no tasks run', () => {
    const nothing = 'services: { worker: { desiredCount: 0 }, history: { desiredCount: 0 } }';
    expect(query('class: count, within: 1s', nothing)).toEqual([]);
  });
});

it('advises a size with which nothing is left to warn of', () => {
  const size = fc.record({
    fargate: fc.boolean(),
    replicas: fc.constantFrom(1, 3, 5),
    rate: fc.integer({ min: 1, max: 40 }),
    within: fc.integer({ min: 1, max: 60 }),
    pair: fc.constantFrom<readonly [cpu: number, memory: number]>([256, 512], [512, 1024], [1024, 4096]),
  });
  type Size = typeof size extends fc.Arbitrary<infer T> ? T : never;
  const overlay = ({ fargate, replicas, rate, within, pair }: Size) =>
    // On Fargate a ring would be warned of its logs, which die with their tasks.
    `loki: { ${fargate && replicas === 1 ? `${FARGATE}, ` : ''}topology: ${replicas === 1 ? 'single' : 'replicated'}, replicas: ${replicas}, ` +
    `ingest: { megabytesPerSecond: ${rate} }, cpu: ${pair[0]}, memory: ${pair[1]}, ` +
    `queries: [{ class: count, services: [worker], share: 0.05, within: ${within}s }] }`;
  fc.assert(
    fc.property(size, (given) => {
      const { errors, warnings } = findings(overlay(given));
      expect(errors).toEqual([]);
      fc.pre(warnings.every((text) => !text.includes('task has the')));
      const numbers = (pattern: RegExp) =>
        warnings.flatMap((text) => [...text.matchAll(pattern)].map((match) => Number(match[1])));
      const cpu = Math.max(given.pair[0], ...numbers(/loki\.cpu to (\d+)/g));
      const memory = Math.max(given.pair[1], ...numbers(/(?:loki\.memory|set it) to (\d+)/g));
      expect(findings(overlay({ ...given, pair: [cpu, memory] }))).toEqual({ errors: [], warnings: [] });
    }),
    { numRuns: 150 },
  );
});
