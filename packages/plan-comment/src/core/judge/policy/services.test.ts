import { expect, test } from 'vitest';
import { changeOf } from '../../../testing/cases.ts';
import { serviceLoss } from './services.ts';

const service = { type: 'aws_ecs_service' };
const said = (actions: string[], rest: object = service, change: object = {}) =>
  serviceLoss(changeOf(actions, change, rest)).map(({ rule, severity, message }) => [
    rule,
    severity,
    message.map((part) => ('text' in part ? part.text : '')).join(''),
  ]);

test('an ECS service that goes, or is created anew, is a danger', () => {
  const replaced = [['service-stopped', 'danger', 'stops all tasks of the ECS service before it starts others']];
  expect(said(['delete', 'create'])).toEqual(replaced);
  expect(said(['create', 'delete'])).toEqual(replaced);
  expect(said(['delete'])).toEqual([['service-stopped', 'danger', 'stops all tasks of the ECS service for good']]);
});

test.each([[['create']], [['update']], [['forget']], [['no-op']]])('%j of one is none', (actions) => {
  expect(said(actions)).toEqual([]);
});

test('another resource is none', () => {
  expect(said(['delete'], { type: 'aws_ecs_task_definition' })).toEqual([]);
});
