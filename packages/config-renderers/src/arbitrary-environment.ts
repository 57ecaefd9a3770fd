import { type Environment, formatProblem, loadEnvironment, PHASES, type Phase } from '@loki-adoption/environment';
import { secretIn } from '@loki-adoption/secrets';
import fc from 'fast-check';

/** Any environment that validation lets through: loaded from a document, so what this gives is valid or it throws. */
export function arbitraryEnvironment(): fc.Arbitrary<Environment> {
  return fc
    .tuple(fc.constantFrom(...PHASES), services())
    .chain(([phase, all]) => document(phase, all))
    .map(load);
}

function load(written: object): Environment {
  const result = loadEnvironment('any', { root: '/environments', readFile: () => JSON.stringify(written) });
  if (result.ok) return result.environment;
  throw new Error(result.problems.map((problem) => formatProblem(problem)).join('\n'));
}

/** vCPU units and MiB that Fargate offers together; a selection. */
const FARGATE_SIZES = [
  [256, 512],
  [512, 1024],
  [512, 4096],
  [1024, 2048],
  [1024, 8192],
  [2048, 16_384],
  [4096, 8192],
] as const;

/** Containers that are added to tasks or as services; no service may have their names. */
const TAKEN = ['adot-collector', 'alloy', 'docker-socket-proxy', 'grafana', 'loki', 'loki-config', 'loki-gateway'];

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** Text over an alphabet. fast-check's stringMatching takes a hundred times longer. */
function text(alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((all) => all.join(''));
}

/** Text that starts with a letter of another alphabet. */
function startingWith(first: string, rest: string, maxLength: number): fc.Arbitrary<string> {
  return fc.tuple(text(first, 1, 1), text(rest, 0, maxLength - 1)).map((parts) => parts.join(''));
}

const word = (maxLength: number) => startingWith(LETTERS, `${LETTERS}${DIGITS}-`, maxLength);
const hex = (prefix: string) => text(`${DIGITS}abcdef`, 8, 17).map((id) => `${prefix}-${id}`);
const minutes = (min: number, max: number) => fc.integer({ min, max }).map((count) => `${count}m`);
const variable = startingWith(`${LETTERS.toUpperCase()}_`, `${LETTERS.toUpperCase()}${DIGITS}_`, 16).filter(
  (name) => secretIn(name, 'a value') === undefined,
);
/** All that a value may hold but `$`, with which tests look for what was left to be filled in. */
const value = fc.string({ unit: 'grapheme', maxLength: 40 }).map((any) => any.replaceAll('$', ''));
const tag = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(99), fc.nat(9)).map((parts) => parts.join('.'));
const digest = text(`${DIGITS}abcdef`, 64, 64).map((hash) => `@sha256:${hash}`);
const arn = (service: string, region: string, prefix = '') =>
  text(`${LETTERS}${DIGITS}-`, 1, 20).map((id) => `arn:aws:${service}:${region}:111122223333:${prefix}${id}`);
const secretArn = arn('secretsmanager', 'eu-west-1', 'secret:');

function image(repository: string, version: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(version, fc.option(digest, { nil: '' })).map(([chosen, hash]) => `${repository}:${chosen}${hash}`);
}

/** Of a container that reaches the Docker socket. */
function pinned(repository: string, ...versions: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...versions), digest).map(([version, hash]) => `${repository}:${version}${hash}`);
}

const alloyImage = pinned('grafana/alloy', 'v1.18.1', 'v1.19.0');

interface NamedService {
  readonly name: string;
  readonly service: Readonly<Record<string, unknown>>;
}

function services(): fc.Arbitrary<NamedService[]> {
  const names = fc.uniqueArray(
    word(12).filter((name) => !TAKEN.includes(name)),
    { minLength: 1, maxLength: 8 },
  );
  return names.chain((all) => {
    // At least one has a sidecar: waves can't be empty.
    const each = all.map((name, index) => (index === 0 ? moved(name) : fc.oneof(moved(name), sidecarless(name))));
    return fc.tuple(
      ...each.map((service, index) => service.map((made) => ({ name: all[index] ?? '', service: made }))),
    );
  });
}

/** A service with a sidecar in both states. */
function moved(name: string): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record(
      {
        ...common(name),
        cpu: fc.integer({ min: 400, max: 8192 }),
        memory: fc.integer({ min: 768, max: 16_384 }),
        peakLogBytesPerSecond: fc.integer({ min: 1, max: 500_000 }),
        collector: fc.constantFrom('alloy', 'adot'),
        alloy: fc.record({ image: alloyImage }),
        logs: fc.record({
          multiline: fc.record({
            firstLine: fc.constantFrom('^[0-9]{4}-', '^\\S', '(?i)^"(info|warn)"'),
            maxWait: fc.constant('5s'),
          }),
        }),
        metrics: fc.record({
          port: fc.integer({ min: 9000, max: 9999 }),
          job: word(12),
          counters: fc.uniqueArray(startingWith(LETTERS, `${LETTERS}${DIGITS}_`, 20), { maxLength: 5 }),
        }),
      },
      { requiredKeys: ['image', 'cpu', 'memory', 'desiredCount', 'metrics'] },
    )
    .map((service) => ({ ...service }));
}

/** A service without a sidecar, on either capacity. */
function sidecarless(name: string): fc.Arbitrary<Record<string, unknown>> {
  const size = fc.constantFrom(...FARGATE_SIZES);
  return fc
    .tuple(
      fc.record(
        { ...common(name), capacity: fc.constantFrom('ec2', 'fargate') },
        { requiredKeys: ['image', 'desiredCount'] },
      ),
      size,
    )
    .map(([service, [cpu, memory]]) => ({ ...service, cpu, memory, collector: 'none' }));
}

function common(name: string) {
  return {
    image: image('example/app', tag),
    desiredCount: fc.integer({ min: 0, max: 20 }),
    // Longer than any name, so that it is nobody's default.
    container: fc.constant(`main-container-${name}`),
    entryPoint: fc.array(fc.constantFrom('/bin/sh', '-c', 'tini'), { minLength: 1, maxLength: 2 }),
    command: fc.array(
      value.filter((any) => any !== ''),
      { minLength: 1, maxLength: 3 },
    ),
    ports: fc
      .uniqueArray(fc.constantFrom('grpc', 'http', 'membership', 'admin'), { maxLength: 4 })
      .map((keys) => Object.fromEntries(keys.map((key, index) => [key, 7000 + index]))),
    environment: fc.dictionary(variable, value, { maxKeys: 4, noNullPrototype: true }),
    // Lower case, so that a secret never has the name of a variable.
    secrets: fc.dictionary(
      variable.map((upper) => `s${upper.toLowerCase()}`),
      secretArn,
      { maxKeys: 3, noNullPrototype: true },
    ),
    healthCheck: fc.record(
      {
        command: fc.constantFrom(['CMD', '/bin/true'], ['CMD-SHELL', 'curl -f "localhost:8080" || exit 1']),
        interval: fc.integer({ min: 10, max: 60 }),
        timeout: fc.integer({ min: 2, max: 9 }),
        retries: fc.integer({ min: 1, max: 10 }),
        startPeriod: fc.integer({ min: 0, max: 300 }),
      },
      { requiredKeys: ['command'] },
    ),
    stopTimeout: fc.integer({ min: 1, max: 120 }),
  };
}

function document(phase: Phase, all: readonly NamedService[]): fc.Arbitrary<object> {
  return fc.constantFrom('eu-west-1', 'us-east-1', 'ap-southeast-2').chain((region) => inRegion(region, phase, all));
}

function inRegion(region: string, phase: Phase, all: readonly NamedService[]): fc.Arbitrary<object> {
  const ready = phase === 'cleanup' ? all.map(leftAdot) : all;
  const movers = ready.filter(({ service }) => service['collector'] !== 'none').map(({ name }) => name);
  return fc.record({
    aws: fc.record({
      accountId: text(DIGITS, 12, 12),
      region: fc.constant(region),
      partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    }),
    cluster: word(16),
    network: fc.record({
      vpcId: hex('vpc'),
      subnetIds: fc.uniqueArray(hex('subnet'), { minLength: 1, maxLength: 3 }),
      s3VpcEndpointId: hex('vpce'),
      namespace: word(20),
    }),
    capacity: fc.record({ provider: word(20) }),
    state: fc.record({
      bucket: word(20).map((prefix) => `${prefix}-state`),
      key: fc.constant('any/terraform.tfstate'),
    }),
    migration: fc.constant({ phase }),
    loki: loki(),
    alloy: alloy(),
    adot: collector(image('public.ecr.aws/aws-observability/aws-otel-collector', fc.constant('v0.40.0'))),
    grafana: grafana(),
    alarms: fc.record(
      { snsTopicArn: arn('sns', region), bucketGigabytes: fc.integer({ min: 1, max: 10_000 }) },
      { requiredKeys: [] },
    ),
    metrics: fc.record({ workspaceId: hex('ws') }),
    services: fc.constant(Object.fromEntries(ready.map(({ name, service }) => [name, service]))),
    rollout: rollout(movers),
    cost: fc.record({
      assumptions: fc.constantFrom('seed', 'corrected'),
      volume: fc.record({ gigabytesPerMonth: fc.integer({ min: 1, max: 5000 }) }),
      budget: fc.record({ minimumSavingPercent: fc.integer({ min: -100, max: 100 }) }),
    }),
  });
}

/** Files only, a Grafana on ECS, or one that is let in: the last two need the files. */
function grafana(): fc.Arbitrary<object> {
  const dashboards = fc.subarray(['logs', 'migration', 'loki', 'sidecars', 'cost']);
  const groups = fc.array(hex('sg'), { minLength: 1, maxLength: 3 });
  const service = fc.record(
    {
      image: image('grafana/grafana', tag),
      adminPasswordSecretArn: secretArn,
      capacity: fc.constantFrom('ec2', 'fargate'),
      environment: fc.dictionary(
        variable.map((name) => `GF_${name}`),
        value,
        { maxKeys: 3, noNullPrototype: true },
      ),
      clientSecurityGroupIds: groups,
    },
    { requiredKeys: ['image', 'adminPasswordSecretArn'] },
  );
  const existing = fc.record({ roleName: word(20), securityGroupIds: groups });
  return fc.oneof(
    fc.record({ enabled: fc.boolean(), dashboards }, { requiredKeys: ['enabled'] }),
    fc.record({ enabled: fc.constant(true), dashboards, service }),
    fc.record({ enabled: fc.constant(true), dashboards, existing }),
  );
}

/** Phase `cleanup` takes no service that is held back on ADOT. */
function leftAdot({ name, service }: NamedService): NamedService {
  return service['collector'] === 'adot' ? { name, service: { ...service, collector: 'alloy' } } : { name, service };
}

function alloy(): fc.Arbitrary<object> {
  const socketProxy = fc.record(
    {
      image: pinned('nginx', '1.30.6-alpine'),
      cpu: fc.integer({ min: 32, max: 64 }),
      memory: fc.integer({ min: 64, max: 128 }),
    },
    { requiredKeys: ['image'] },
  );
  const rest = fc.record({ outageBudget: minutes(1, 60), socketProxy }, { requiredKeys: ['outageBudget'] });
  return fc.tuple(collector(alloyImage), rest).map(([base, more]) => ({ ...base, ...more }));
}

function collector(anyImage: fc.Arbitrary<string>) {
  return fc.record({
    image: anyImage,
    cpu: fc.integer({ min: 32, max: 256 }),
    memory: fc.integer({ min: 128, max: 512 }),
  });
}

/** Every service that has a sidecar, each in one wave, in any order. */
function rollout(movers: readonly string[]) {
  const order = fc.shuffledSubarray([...movers], { minLength: movers.length });
  const waves = fc.tuple(order, fc.integer({ min: 1, max: 4 })).map(([names, size]) =>
    Array.from({ length: Math.ceil(names.length / size) }, (_, index) => ({
      services: names.slice(index * size, (index + 1) * size),
    })),
  );
  return fc.record({
    waves,
    bake: minutes(1, 30),
    deadline: minutes(31, 120),
    pollInterval: fc.constant('15s'),
    gates: fc.constant({ sidecar: { window: '90s' }, logs: { freshness: '30s' } }),
  });
}

function loki(): fc.Arbitrary<object> {
  const size = fc.constantFrom(...FARGATE_SIZES);
  const topology = fc.oneof(
    fc.constant({ topology: 'single', replicas: 1 }),
    fc.integer({ min: 3, max: 9 }).map((replicas) => ({ topology: 'replicated', replicas })),
  );
  const rates = fc.tuple(fc.integer({ min: 1, max: 64 }), fc.option(fc.integer({ min: 64, max: 512 })));
  const days = fc
    .integer({ min: 1, max: 3650 })
    .chain((retention) => fc.tuple(fc.constant(retention), fc.option(fc.integer({ min: 1, max: retention }))));
  return fc
    .tuple(size, topology, rates, days, fc.constantFrom('ec2', 'fargate'), fc.nat())
    .chain(([[cpu, memory], { topology: kind, replicas }, [rate, limit], [retention, lookback], capacity, pick]) => {
      // Fargate has no host to keep a log on, and replicas can't share a file system.
      const kinds = ['ebs', 'ephemeral', ...(capacity === 'ec2' ? ['host'] : []), ...(replicas === 1 ? ['efs'] : [])];
      return fc.record({
        image: image('grafana/loki', fc.constantFrom('3.7.6', '3.7.5')),
        gateway: fc.record({ image: image('nginx', fc.constantFrom('1.30.6-alpine', '1.31.6-alpine')) }),
        cpu: fc.constant(cpu),
        memory: fc.constant(memory),
        capacity: fc.constant(capacity),
        topology: fc.constant(kind),
        replicas: fc.constant(replicas),
        retentionDays: fc.constant(retention),
        ingest: fc.constant({ megabytesPerSecond: rate / 4 }),
        queries: fc.array(query(), { maxLength: 3 }),
        limits: limits(limit, lookback),
        storage: storage(kinds[pick % kinds.length] ?? 'ebs'),
      });
    });
}

function limits(rate: number | null, lookbackDays: number | null): fc.Arbitrary<object> {
  const fixed = {
    ...(rate === null ? {} : { ingestionMegabytesPerSecond: rate }),
    ...(lookbackDays === null ? {} : { lookbackDays }),
  };
  return fc
    .record(
      {
        streams: fc.integer({ min: 10_000, max: 1_000_000 }),
        lineKilobytes: fc.integer({ min: 16, max: 1024 }),
        entriesPerQuery: fc.integer({ min: 100, max: 1_000_000 }),
      },
      { requiredKeys: [] },
    )
    .map((chosen) => ({ ...chosen, ...fixed }));
}

function query(): fc.Arbitrary<object> {
  return fc.record(
    {
      class: fc.constantFrom('newest', 'line-filter', 'json-filter', 'json-after-line-filter', 'count', 'json-count'),
      share: fc.constantFrom(0.01, 0.5, 1),
      within: fc.constantFrom('10s', '2m', '30m'),
    },
    { requiredKeys: ['class', 'within'] },
  );
}

function storage(wal: string): fc.Arbitrary<object> {
  if (wal === 'ebs') return fc.integer({ min: 1, max: 1000 }).map((gigabytes) => ({ wal, gigabytes }));
  if (wal !== 'efs') return fc.constant({ wal });
  return fc.record({ wal: fc.constant(wal), fileSystemId: hex('fs'), accessPointId: hex('fsap') });
}
