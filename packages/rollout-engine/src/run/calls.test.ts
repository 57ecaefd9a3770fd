import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type TestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

/** `worker` calls `frontend` by its name in Service Connect, and tasks only know the names that ECS had before their deployment. */

function greenfield(calls: readonly string[]) {
  const environment = sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] });
  const { worker, frontend } = environment.services;
  if (!worker || !frontend) throw new Error('The sample has both.');
  const services = { worker: { ...worker, calls: [...calls] }, frontend };
  return createTestWorld({ ...environment, migration: { phase: 'baseline' }, services }, { ledger: null });
}

/** Terraform creates services at once, and ECS may take one later. */
function createdLater(world: TestWorld, name: string): void {
  const service = [...world.account.ecs.world().services.values()].find(
    (each) => each.name === world.account.ecsName(name),
  );
  if (!service) throw new Error(`There is no service ${name}.`);
  world.account.ecs.call('DeleteService', { cluster: world.cluster, service: service.name, force: true });
  world.pass(120);
  world.account.ecs.call('CreateService', {
    cluster: world.cluster,
    serviceName: service.name,
    taskDefinition: world.targets[name],
    desiredCount: service.settings['desiredCount'] ?? 1,
    capacityProviderStrategy: service.settings['capacityProviderStrategy'],
    networkConfiguration: service.settings['networkConfiguration'],
  });
  world.pass(120);
}

const deployments = (world: TestWorld, name: string): number =>
  [...world.account.ecs.world().services.values()].find(
    (each) => each.name === world.account.ecsName(name) && each.status === 'ACTIVE',
  )?.serviceDeployments.length ?? 0;

function atTheirTargets(calls: readonly string[]): TestWorld {
  const world = greenfield(calls);
  world.account.update('worker', { taskDefinition: world.targets['worker'] });
  world.pass(120);
  createdLater(world, 'frontend');
  return world;
}

test('a service that ECS deployed before one it calls is deployed anew, without a bake, and once', async () => {
  const world = atTheirTargets(['frontend']);
  const { plan } = await world.run((ports) => runRollout({ ...world.options, dryRun: true }, ports));
  expect(plan[0]).toContain('worker: revision 2 → 2, deployed anew because ECS created frontend later (adot)');
  const before = deployments(world, 'worker');
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('unchanged');
  expect(deployments(world, 'worker')).toBe(before + 1);
  expect(revisions(world, ['worker', 'frontend'])).toBe('22');
  await world.run((ports) => runRollout(world.options, ports));
  expect(deployments(world, 'worker')).toBe(before + 1);
});

test('one that calls nobody stays as it is', async () => {
  const world = atTheirTargets([]);
  const before = deployments(world, 'worker');
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('unchanged');
  expect(deployments(world, 'worker')).toBe(before);
});
