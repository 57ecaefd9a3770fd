import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, states } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';
import { readStatus, release } from './status.ts';

test('an environment that was never deployed has all its services, none of them started', async () => {
  const world = createTestWorld(sampleEnvironment({ withPlain: true }), { ledger: null });
  const report = await world.run((ports) => readStatus(world.options, ports));
  expect(report.services.map(({ service }) => service)).toEqual(['worker', 'frontend', 'matching', 'history', 'ui']);
  expect(states(report)).toBe('pending pending pending pending pending');
  expect(report.reason).toBe('0 of 5 services run what the last deploy wanted');
  expect(world.ledger.versions()).toEqual([]);
});

test('what a deploy did not reach is not promoted, whatever it was before', async () => {
  const world = createTestWorld(sampleEnvironment({ withPlain: true }));
  await world.run((ports) => runRollout(world.options, ports));
  const before = await world.run((ports) => readStatus(world.options, ports));
  expect(before).toMatchObject({ outcome: 'unchanged', reason: '5 of 5 services run what the last deploy wanted' });
  const names = Object.keys(world.environment.services);
  const later = names.map((name) => [name, world.account.register(name, name === 'ui' ? 'plain' : 'alloy', '1.30.0')]);
  world.fault({ kind: 'crash-at-start', container: 'alloy', service: world.account.ecsName('frontend') });
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  const options = { ...world.options, run, definitions: Object.fromEntries(later) };
  const deployed = await world.run((ports) => runRollout(options, ports));
  const status = await world.run((ports) => readStatus(options, ports));
  expect(states(deployed)).toBe('promoted rolled-back pending pending pending');
  expect(states(status)).toBe(states(deployed));
  expect(status.outcome).toBe('rolled-back');
  expect(status.reason).toContain('on hold: frontend: gate sidecar failed');
  const frontend = status.services[1];
  expect(frontend?.to?.image).toBe('example/temporal:1.30.0');
  expect(frontend?.restored).toMatchObject({ image: 'example/temporal:1.29.0', variant: 'alloy' });
  const history = status.services[3];
  expect(history).toMatchObject({
    gates: {},
    from: { image: 'example/temporal:1.29.0' },
    to: { image: 'example/temporal:1.30.0' },
  });
});

test('no line proves anything beside a collector that has died', async () => {
  const world = createTestWorld(sampleEnvironment());
  world.fault({ kind: 'crash-at-start', container: 'alloy', afterSeconds: 60, reason: 'exec format error' });
  await world.run((ports) => runRollout(world.options, ports));
  const { gates } = (await world.run((ports) => readStatus(world.options, ports))).services[0] ?? {};
  expect(gates?.sidecar).toMatchObject({ status: 'fail', detail: expect.stringContaining('exec format error') });
  expect(gates?.logs).toBeUndefined();
});

test('a release says what was on hold, or that nothing was', async () => {
  const world = createTestWorld(sampleEnvironment());
  const nothing = await world.run((ports) => release(world.options, ports));
  expect(nothing.notes).toEqual(['There was no hold.']);
  expect(world.ledger.versions()).toHaveLength(1);
  world.fault({ kind: 'crash-at-start', container: 'alloy' });
  const held = await world.run((ports) => runRollout(world.options, ports));
  const released = await world.run((ports) => release(world.options, ports));
  expect(released.notes).toEqual([`Released: ${held.hold?.reason}`]);
  expect(released.hold).toBeNull();
});
