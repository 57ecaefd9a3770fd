import { describe, expect, it } from 'vitest';
import { objects } from '../model/json.ts';
import { ALLOY, MAIN, primary, type TestSimulator, testSimulator, update } from '../testing/test-simulator.ts';

function rolling(): { simulator: TestSimulator; id: unknown } {
  const simulator = testSimulator({ tempo: { readyMs: 40_000 } });
  simulator.createService(simulator.register([MAIN]), { desiredCount: 4 });
  simulator.wait(60);
  update(simulator, { taskDefinition: simulator.register([MAIN, ALLOY]) });
  simulator.wait(5);
  return { simulator, id: primary(simulator.service())['id'] };
}

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html, desiredCount: it starts no deployment.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html: while a deployment is in progress scaling out goes
 * on; scaling in, by Application Auto Scaling, does not, but anybody else may.
 */
describe('another writer of the desired count', () => {
  it('scales out during a deployment: the deployment goes on to the new count', () => {
    const { simulator, id } = rolling();
    update(simulator, { desiredCount: 6 });
    expect(primary(simulator.service())).toMatchObject({ id, desiredCount: 6, rolloutState: 'IN_PROGRESS' });
    simulator.wait(120);
    const service = simulator.service();
    expect(objects(service['deployments'])).toHaveLength(1);
    expect(primary(service)).toMatchObject({ id, rolloutState: 'COMPLETED', runningCount: 6 });
  });

  it('scales in during a deployment', () => {
    const { simulator, id } = rolling();
    update(simulator, { desiredCount: 1 });
    simulator.wait(120);
    expect(simulator.service()).toMatchObject({ desiredCount: 1, runningCount: 1 });
    expect(primary(simulator.service())).toMatchObject({ id, rolloutState: 'COMPLETED', runningCount: 1 });
  });

  it('scales to zero during a deployment, and back: what starts then is of the new definition', () => {
    const { simulator, id } = rolling();
    update(simulator, { desiredCount: 0 });
    simulator.wait(5);
    expect(simulator.service()).toMatchObject({ status: 'ACTIVE', desiredCount: 0, runningCount: 0, pendingCount: 0 });
    expect(primary(simulator.service())).toMatchObject({ id, rolloutState: 'COMPLETED' });
    const before = simulator.ecs.world().tasks.size;
    update(simulator, { desiredCount: 2 });
    simulator.wait(60);
    expect(simulator.ecs.world().tasks.size).toBe(before + 2);
    expect(primary(simulator.service())).toMatchObject({ id, runningCount: 2 });
    for (const task of simulator.tasks()) expect(task['startedBy']).toBe(id);
  });
});
