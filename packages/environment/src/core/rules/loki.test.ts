import { describe, expect, it } from 'vitest';
import { errors, findings, places } from '../../testing/sample.ts';

it('has several replicas only in a replicated topology, and then at least three', () => {
  expect(errors('loki: { replicas: 2 }')).toEqual([
    'loki.replicas: 2 replicas need topology: replicated; a single one shares no ring',
  ]);
  const tooFew = ['loki.replicas: topology: replicated needs at least 3 replicas: every line is kept three times'];
  expect(errors('loki: { topology: replicated, replicas: 2 }')).toEqual(tooFew);
  expect(errors('loki: { topology: replicated }')).toEqual(tooFew);
  expect(errors('loki: { topology: replicated, replicas: 3 }')).toEqual([]);
});

describe('limits', () => {
  it('take the streams of all tasks while they are deployed', () => {
    const tasks = (count: number, streams: number) => `loki: { limits: { streams: ${streams} } }
services:
  worker: { desiredCount: ${count} }
  history: { desiredCount: 1 }`;
    expect(errors(tasks(9, 160))).toEqual([]);
    expect(errors(tasks(10, 160))).toEqual([
      'loki.limits.streams: 160 streams are fewer than the 176 of all services while they are deployed (tasks, old and new, times 8): Loki would refuse lines of every service; leave it out, or set at least twice as many',
    ]);
    expect(places(tasks(10, 160))).toEqual(['2:28 loki.limits.streams']);
  });

  it('let queries look back as far as lines are kept', () => {
    expect(errors('loki: { limits: { lookbackDays: 7 } }')).toEqual([]);
    const overlay = 'loki:\n  limits:\n    lookbackDays: 8';
    expect(errors(overlay)).toEqual(['loki.limits.lookbackDays: 8 days are more than loki.retentionDays keeps (7)']);
    expect(places(overlay)).toEqual(['4:19 loki.limits.lookbackDays']);
  });

  it('refuse nothing of the declared ingest', () => {
    expect(errors('loki: { limits: { ingestionMegabytesPerSecond: 5 } }')).toEqual([]);
    const overlay = 'loki: { limits: { ingestionMegabytesPerSecond: 4 } }';
    expect(errors(overlay)).toEqual([
      'loki.limits.ingestionMegabytesPerSecond: 4 MB/s are less than loki.ingest.megabytesPerSecond (5): Loki would refuse lines at the declared peak',
    ]);
    expect(places(overlay)).toEqual(['2:48 loki.limits.ingestionMegabytesPerSecond']);
  });
});

it('answers queries over services whose logs it gets', () => {
  const overlay = 'loki:\n  queries:\n    - { class: newest, services: [worker, ui, wroker], within: 10s }';
  expect(errors(overlay)).toEqual([
    'loki.queries[0].services[1]: the logs of ui stay in CloudWatch (collector: none): take it out of the query',
    'loki.queries[0].services[2]: there is no service wroker, did you mean worker?',
  ]);
  expect(places(overlay)).toEqual(['4:43 loki.queries[0].services[1]', '4:47 loki.queries[0].services[2]']);
});

describe('the write-ahead log', () => {
  it('needs the fields of its kind, and takes no others', () => {
    const efs = 'fileSystemId: fs-0a1b2c3d, accessPointId: fsap-0a1b2c3d';
    expect(findings(`loki: { storage: { wal: efs, ${efs} } }`)).toEqual({ errors: [], warnings: [] });
    expect(errors('loki: { storage: { wal: efs } }')).toEqual([
      'loki.storage.fileSystemId: is missing: wal: efs needs the file system, fs-…',
      "loki.storage.accessPointId: is missing: wal: efs needs an access point, fsap-…, with owner 10001:10001, for Loki doesn't run as root",
    ]);
    expect(places('loki: { storage: { wal: efs, fileSystemId: fs-0a1b2c3d } }')).toEqual([
      '2:9 loki.storage.accessPointId',
    ]);
    expect(errors(`loki: { storage: { ${efs}, gigabytes: 20 } }`)).toEqual([
      'loki.storage.fileSystemId: belongs to wal: efs, and wal is host: take it out',
      'loki.storage.accessPointId: belongs to wal: efs, and wal is host: take it out',
      'loki.storage.gigabytes: belongs to wal: ebs, and wal is host: take it out',
    ]);
    expect(places('loki: { storage: { gigabytes: 20 } }')).toEqual(['2:31 loki.storage.gigabytes']);
    expect(errors('loki: { storage: { wal: ebs, gigabytes: 30 } }')).toEqual([]);
  });

  it.each([
    ['wal: ephemeral', 'dies with its task: a crash loses every line since the last flush, up to 2 hours'],
    ['wal: ebs', 'is a volume that ECS deletes with its task: a crash loses every line since the last flush'],
  ])('may die with its task, with a warning of what a crash loses then: %s', (wal, expected) => {
    const single = findings(`loki: { storage: { ${wal} } }`);
    expect(single.errors).toEqual([]);
    expect(single.warnings).toEqual([expect.stringContaining(`loki.storage.wal: ${expected}`)]);
    expect(single.warnings[0]).toContain('What Docker still retains');
    expect(places(`loki: { storage: { ${wal} } }`)).toEqual(['2:25 loki.storage.wal']);
    const ring = findings(`loki: { storage: { ${wal} }, topology: replicated, replicas: 3 }`);
    expect(ring.warnings).toEqual([expect.stringContaining('Two that crash together can lose lines')]);
  });

  it('is one for each replica, which a file system for all of them is not', () => {
    const ring = 'topology: replicated, replicas: 3, storage';
    const efs = `loki: { ${ring}: { wal: efs, fileSystemId: fs-0a1b2c3d, accessPointId: fsap-0a1b2c3d } }`;
    expect(errors(efs)).toEqual([
      'loki.storage.wal: efs is one folder, and each replica needs a write-ahead log of its own: set wal to host or ebs',
    ]);
    expect(places(efs)).toEqual(['2:60 loki.storage.wal']);
    expect(errors(`loki: { ${ring}: { wal: host } }`)).toEqual([]);
    expect(errors(`loki: { capacity: fargate, cpu: 512, memory: 1024, ${ring}: { wal: host } }`)).toEqual([
      expect.stringContaining('set wal to ebs or loki.capacity to ec2'),
    ]);
  });

  it('lies on a host only where there is one', () => {
    const fargate = 'loki: { capacity: fargate, cpu: 512, memory: 1024 }';
    expect(errors(fargate)).toEqual([
      'loki.storage.wal: host is a folder of an EC2 instance, which Fargate has none of: set wal to efs, which outlives the task, or loki.capacity to ec2',
    ]);
    expect(places(`${fargate.slice(0, -1)}, storage: { wal: host } }`)).toEqual(['2:69 loki.storage.wal']);
  });
});
