import { UserError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import { requireServicesToStay } from './lost-services.ts';

const change = (address: string, ...actions: string[]) => ({
  type: 'aws_ecs_service',
  address,
  change: { actions, before: { name: 'dev-x' } },
});
const ofService = (name: string, ...actions: string[]) =>
  change(`module.service["${name}"].aws_ecs_service.this`, ...actions);

const planOf = (parts: object) => JSON.stringify({ format_version: '1.2', ...parts });
const environmentWith = (replaceable: string[]) => ({
  protection: { replaceable, approvers: [], freeze: [] },
});

const check =
  (changes: readonly object[], ...replaceable: string[]) =>
  () =>
    requireServicesToStay(planOf({ resource_changes: changes }), environmentWith(replaceable));

test.each([
  ['nothing', []],
  [
    'a service that is created, updated or left alone',
    [ofService('a', 'create'), ofService('b', 'update'), ofService('c', 'no-op')],
  ],
  [
    'Loki and Grafana, which a phase back takes away',
    [
      change('module.loki[0].aws_ecs_service.this', 'delete'),
      change('module.grafana[0].aws_ecs_service.this[0]', 'delete'),
    ],
  ],
  [
    'a task definition of another revision',
    [{ ...ofService('a', 'delete', 'create'), type: 'aws_ecs_task_definition' }],
  ],
])('lets %s through', (_, changes) => {
  expect(check(changes)).not.toThrow();
});

test('a plan without changes has no list of them', () => {
  expect(() => requireServicesToStay(planOf({ planned_values: {} }), environmentWith([]))).not.toThrow();
});

test.each([
  [[ofService('worker', 'delete', 'create')], 'replaces the ECS service of worker'],
  [[ofService('worker', 'create', 'delete')], 'replaces the ECS service of worker'],
  [[ofService('worker', 'delete')], 'destroys the ECS service of worker'],
  [[change('module.loki[0].aws_ecs_service.this', 'delete', 'create')], 'replaces the ECS service of loki'],
  [
    [ofService('a', 'delete', 'create'), ofService('b', 'delete', 'create'), ofService('c', 'delete')],
    'replaces the ECS service of a, b and destroys the ECS service of c',
  ],
])('refuses %j', (changes, words) => {
  expect(check(changes)).toThrow(UserError);
  expect(check(changes)).toThrow(words);
  expect(check(changes)).toThrow('name the services in protection.replaceable');
});

test('what desired state names may go, and nothing else', () => {
  const both = [ofService('a', 'delete', 'create'), ofService('b', 'delete')];
  expect(check(both, 'a', 'b')).not.toThrow();
  expect(check(both, 'a')).toThrow('The plan destroys the ECS service of b: ');
});
