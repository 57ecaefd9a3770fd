import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '../model/ecs.ts';
import { aService, NEW, OLD } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { allWaves, checkedService, chosen, inWaves, targetDefinition, type WaveService } from './desired.ts';

const two = sampleEnvironment({
  waves: [{ services: ['worker', 'history'], parallel: 2 }, { services: ['frontend'] }],
  withPlain: true,
});
const names = (services: readonly { name: string }[]) => services.map(({ name }) => name);

describe('services', () => {
  it('move in the order of the waves; those without a sidecar come last, one at a time', () => {
    expect(inWaves(two).map(({ name, wave, parallel }) => `${wave} ${name} ${parallel}`)).toEqual([
      '1 worker 2',
      '1 history 2',
      '2 frontend 1',
      '3 ui 1',
    ]);
    const without = sampleEnvironment({ waves: [{ services: ['worker'] }] });
    expect(allWaves(without)).toEqual(without.rollout.waves);
  });

  it('have the names that ECS knows, their own container, and the variant of the phase', () => {
    const [worker] = inWaves(two);
    const { bake } = two.rollout;
    expect(worker).toMatchObject({ ecsName: 'temporal-dev-temporal-worker', variant: 'alloy', bakeSeconds: bake });
    expect(inWaves(two).at(-1)).toMatchObject({ name: 'ui', variant: 'plain' });
    const named = {
      ...two,
      services: { ...two.services, worker: { ...two.services['worker'], container: 'main' } },
    };
    expect(inWaves(named as typeof two)[0]?.container).toBe('main');
  });

  it('bake as long as their wave says, if it says so', () => {
    const waves = two.rollout.waves.map((wave, index) => (index === 0 ? { ...wave, bake: 7 } : wave));
    const environment = { ...two, rollout: { ...two.rollout, waves, bake: 9 } };
    expect(inWaves(environment).map(({ bakeSeconds }) => bakeSeconds)).toEqual([7, 7, 9, 9]);
  });

  it('that are named are chosen, in the order of the waves', () => {
    expect(names(chosen(two, ['frontend', 'worker']))).toEqual(['worker', 'frontend']);
    expect(names(chosen(two, []))).toEqual(['worker', 'history', 'frontend', 'ui']);
  });

  it('that nobody knows are named with those that there are', () => {
    expect(() => chosen(two, ['worker', 'wroker', 'ux'])).toThrow(
      'dev has no service wroker, ux to move: its waves have worker, history, frontend, ui.',
    );
  });
});

const worker: WaveService = { ...aService(), variant: 'alloy' };

describe('the definition that a service has to run', () => {
  it('is the one of its name, or of its name and variant', () => {
    expect(targetDefinition(worker, { worker: NEW })).toBe(NEW);
    expect(targetDefinition(worker, { worker: { adot: OLD, alloy: NEW } })).toBe(NEW);
  });

  it.each([[{}], [{ worker: { adot: OLD } }], [{ worker: '' }], [{ other: NEW }]])(
    'is asked for where it is missing: %j',
    (definitions) => {
      expect(() => targetDefinition(worker, definitions)).toThrow(
        "No ARN is given for the alloy variant of worker: pass Terraform's output target_task_definitions.",
      );
    },
  );

  it('isn’t taken from what every object has', () => {
    expect(() => targetDefinition({ ...worker, name: 'constructor' }, {})).toThrow(/^No ARN is given/);
  });
});

describe('a definition is checked before anything moves', () => {
  const definition = (changes: Partial<TaskDefinition> = {}): TaskDefinition => ({
    arn: NEW,
    family: 'dev-worker',
    status: 'ACTIVE',
    containers: ['worker', 'alloy'].map((name) => ({ name, image: `${name}:1` })),
    ...changes,
  });
  const only = (name: string) => definition({ containers: [{ name, image: 'image' }] });

  it('and gives the service its target and its sidecar', () => {
    expect(checkedService(worker, definition())).toEqual({ ...worker, target: NEW, sidecar: 'alloy' });
    expect(checkedService({ ...worker, variant: 'adot' }, only('adot-collector')).sidecar).toBe('adot-collector');
    expect(checkedService({ ...worker, variant: 'plain' }, only('worker')).sidecar).toBeNull();
  });

  it.each<[TaskDefinition, string]>([
    [definition({ family: 'dev-ui' }), `The task definition of worker, ${NEW}, is of family dev-ui, not dev-worker.`],
    [
      definition({ status: 'INACTIVE' }),
      `The task definition of worker, ${NEW}, is INACTIVE: apply Terraform again, it registers a new revision.`,
    ],
    [
      only('adot-collector'),
      `The task definition of worker, ${NEW}, has no container alloy, and worker has to run its alloy variant.`,
    ],
  ])('%j', (wrong, message) => {
    expect(() => checkedService(worker, wrong)).toThrow(message);
  });

  it('for the sidecar of its variant', () => {
    expect(() => checkedService({ ...worker, variant: 'adot' }, definition())).toThrow(
      'has no container adot-collector',
    );
  });
});
