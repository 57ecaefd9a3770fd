import { expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { findProblems, sentenceOf } from './policy.ts';

const found = (resource_drift: object[], resource_changes: object[]) =>
  findProblems(planOf({ resource_drift, resource_changes }), createScrubber(new Set())).map(
    (finding) => `${finding.severity}: ${sentenceOf(finding)}`,
  );
const open = (...ports: number[]) => ({
  ingress: ports.map((port) => ({ from_port: port, to_port: port, cidr_blocks: ['0.0.0.0/0'] })),
});
const group = (name: string, before: object | null, after: object | null, rest: object = {}) =>
  entryOf(`aws_security_group.${name}`, ['update'], { before, after }, rest);

const STAYS = 'warning: changed outside of Terraform: lets in `0.0.0.0/0` on port 22';
const BACK = 'notice: changed outside of Terraform, and taken back by this plan: lets in `0.0.0.0/0` on port 22';

test('what the plan takes back is told from what stays, opening by opening', () => {
  const drift = [group('a', open(), open(22, 80))];
  expect(found(drift, [group('a', open(22, 80), open(80))])).toEqual([
    'warning: changed outside of Terraform: lets in `0.0.0.0/0` on port 80',
    BACK,
  ]);
  expect(found(drift, [])).toEqual([STAYS, 'warning: changed outside of Terraform: lets in `0.0.0.0/0` on port 80']);
});

test('only a change of the same object takes it back', () => {
  const drift = [group('a', open(), open(22), { deposed: 'd1' })];
  const back = (name: string, rest: object = {}) => group(name, open(22), open(), rest);
  expect(found(drift, [back('b', { deposed: 'd1' })])).toEqual([STAYS]);
  expect(found(drift, [back('a')])).toEqual([STAYS]);
  expect(found(drift, [back('a', { deposed: 'd2' })])).toEqual([STAYS]);
  expect(found(drift, [back('b'), back('a', { deposed: 'd1' })])).toEqual([BACK]);
});

test('a database that is gone stays a danger where the plan makes a new one', () => {
  const gone = entryOf('aws_db_instance.d', ['delete'], { before: { id: 'x' } });
  const anew = entryOf('aws_db_instance.d', ['create'], { after: { id: 'y' } });
  expect(found([gone], [anew])).toEqual([
    'danger: changed outside of Terraform: is gone, and with it the database and what it holds',
  ]);
});

test('a data source is nobody’s change', () => {
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const entry = (mode: string) => entryOf('aws_iam_policy.p', ['create'], { after: { policy } }, { mode });
  expect(found([], [entry('managed')])).toEqual(['danger: allows everything on every resource']);
  expect(found([], [entry('data')])).toEqual([]);
});
