import { expect, it } from 'vitest';
import { resourcesOfState } from './resources-of-state.ts';

const state = (resources: readonly object[]) => JSON.stringify({ version: 4, serial: 7, resources });

it('names what is managed, and neither what is only read nor what has no instance', () => {
  const text = state([
    { module: 'module.loki[0]', mode: 'managed', type: 'aws_ecs_service', name: 'this', instances: [{}] },
    { mode: 'managed', type: 'aws_security_group', name: 'tasks', instances: [{}, {}] },
    { mode: 'managed', type: 'aws_iam_role', name: 'gone', instances: [] },
    { mode: 'data', type: 'aws_iam_role', name: 'read', instances: [{}] },
  ]);
  expect(resourcesOfState(text, 's3://b/k')).toEqual([
    'module.loki[0].aws_ecs_service.this',
    'aws_security_group.tasks',
  ]);
  expect(resourcesOfState(state([]), 's3://b/k')).toEqual([]);
});

it.each([
  '',
  'null',
  '[]',
  '{"version":4}',
  '{"version":3,"modules":[]}',
  '{"version":5,"resources":[]}',
  state([{ mode: 'new' }]),
])('takes %j for no state that is empty', (text) => {
  expect(() => resourcesOfState(text, 's3://b/k')).toThrow("s3://b/k can't be read as a state of Terraform");
});
