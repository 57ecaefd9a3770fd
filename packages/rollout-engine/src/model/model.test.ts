import { describe, expect, it, test } from 'vitest';
import { deployment, ecsService, NEW, NOON, POLICY } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { policyOf } from './desired.ts';
import { primaryOf, revisionOf, shortName, type TaskDefinition } from './ecs.ts';
import { difference, revisionFacts, shortImage } from './revision.ts';
import { withApplication } from './with-application.ts';
import { nothingSeen } from './world.ts';

test('a policy is what the environment says, and what AWS takes', () => {
  const { rollout, ...rest } = sampleEnvironment();
  const gates = {
    ...rollout.gates,
    sidecar: { ...rollout.gates.sidecar, window: 70 },
    logs: { ...rollout.gates.logs, freshness: 30 },
  };
  const environment = { ...rest, rollout: { ...rollout, pollInterval: 10, deadline: 600, gates } };
  expect(policyOf(environment)).toEqual(POLICY);
});

test('a view is good for a poll, and for ten seconds at least', () => {
  const view = (pollSeconds: number) => policyOf(sampleEnvironment({ pollSeconds })).viewSeconds;
  expect([5, 10, 11, 60].map(view)).toEqual([10, 10, 11, 60]);
});

test('the deployment that ECS makes true is the PRIMARY one', () => {
  const old = deployment({ id: 'old', status: 'ACTIVE' });
  expect(primaryOf(ecsService({ deployments: [old, deployment()] }))?.id).toBe('ecs-svc/2');
  expect(primaryOf(ecsService({ deployments: [old] }))).toBeUndefined();
});

test('a definition is called by its family and revision', () => {
  expect([revisionOf(NEW), shortName(NEW)]).toEqual(['2', 'dev-worker:2']);
  expect([revisionOf('dev-worker:41'), shortName('dev-worker:41')]).toEqual(['41', 'dev-worker:41']);
});

test('a run has seen nothing when it begins', () => {
  expect(nothingSeen(NOON)).toEqual({ roundAt: NOON, services: {}, failure: null, infrastructure: null });
});

describe('a revision', () => {
  const definition = (...names: string[]): TaskDefinition => ({
    arn: NEW,
    family: 'dev-worker',
    status: 'ACTIVE',
    containers: names.map((name) => ({ name, image: `repository/${name}:1` })),
  });

  it('is a version of the application, and the variant that its sidecar makes it', () => {
    expect(revisionFacts(definition('worker', 'alloy'), 'worker')).toEqual({
      image: 'repository/worker:1',
      variant: 'alloy',
    });
    expect(revisionFacts(definition('adot-collector', 'worker'), 'worker').variant).toBe('adot');
    expect(revisionFacts(definition('worker'), 'worker').variant).toBe('plain');
    expect(revisionFacts(definition('worker', 'adot-collector', 'alloy'), 'worker').variant).toBe('alloy');
  });

  it('without the application has no image', () => {
    expect(revisionFacts(definition('alloy'), 'worker').image).toBeNull();
  });

  const one = { image: 'example/worker:1', variant: 'adot' } as const;

  it.each([
    [{ ...one, variant: 'alloy' } as const, 'the variant (adot → alloy)'],
    [{ ...one, image: 'example/worker:2' }, 'the application (worker:1 → worker:2)'],
    [{ image: null, variant: 'plain' } as const, 'the variant (adot → plain) and the application (worker:1 → none)'],
    [one, 'only settings of the same variant and application'],
  ])('differs from another: %j', (to, words) => {
    expect(difference(one, to)).toBe(words);
  });

  it.each([
    ['worker:1.30.0', 'worker:1.30.0'],
    ['registry:5000/team/worker:1.30.0', 'worker:1.30.0'],
    [`team/worker@sha256:${'0123456789abcdef'.repeat(4)}`, 'worker@0123456789ab'],
    [`team/worker:1@sha256:${'f'.repeat(64)}`, 'worker:1@ffffffffffff'],
    ['team/worker@sha512:sha256:0123', 'worker@sha512:sha25'],
    [null, 'none'],
  ])('is shown with a short image: %s', (image, short) => {
    expect(shortImage(image)).toBe(short);
  });
});

describe('the application of one definition in the variant of another', () => {
  const alloy = { name: 'alloy', image: 'alloy:1' };
  const variant = {
    family: 'dev-worker',
    cpu: '512',
    containerDefinitions: [
      {
        name: 'worker',
        image: 'worker:1',
        command: ['old'],
        links: ['old'],
        logConfiguration: { logDriver: 'awsfirelens' },
        dependsOn: [{ containerName: 'alloy' }],
        mountPoints: [{ sourceVolume: 'logs' }],
        volumesFrom: [{ sourceContainer: 'alloy' }],
        cpu: 1,
        memory: 2,
        memoryReservation: 3,
      },
      alloy,
    ],
  };
  const theirs = {
    logConfiguration: 'x',
    dependsOn: 'x',
    mountPoints: 'x',
    volumesFrom: 'x',
    cpu: 9,
    memory: 9,
    memoryReservation: 9,
  };
  const application = {
    family: 'other',
    containerDefinitions: [
      { name: 'adot-collector' },
      { name: 'worker', image: 'worker:2', environment: ['new'], ...theirs },
    ],
  };

  it('brings what is its own, and leaves what the variant gave it', () => {
    const {
      command: _,
      links: __,
      ...kept
    } = variant.containerDefinitions[0] as (typeof variant.containerDefinitions)[0] & {
      command: unknown;
      links: unknown;
    };
    expect(withApplication(variant, application, 'worker')).toEqual({
      family: 'dev-worker',
      cpu: '512',
      containerDefinitions: [{ ...kept, image: 'worker:2', environment: ['new'] }, alloy],
    });
  });

  it('brings nothing of the variant it comes from', () => {
    const bare = { containerDefinitions: [{ name: 'worker', image: 'worker:1' }] };
    expect(withApplication(bare, application, 'worker')?.containerDefinitions).toEqual([
      { name: 'worker', image: 'worker:2', environment: ['new'] },
    ]);
  });

  it.each([
    ['the variant', { containerDefinitions: [alloy] }, application],
    ['the application', variant, { containerDefinitions: [alloy] }],
    ['any of them', {}, {}],
    ['the variant, which has none', {}, application],
    ['the application, which has none', variant, {}],
  ])('can’t be had without a container of that name in %s', (_, one, other) => {
    expect(withApplication(one, other, 'worker')).toBeUndefined();
  });
});
