import { describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import { movesOf } from './services.ts';

const arn = (family: string, revision: number) =>
  `arn:aws:ecs:eu-west-1:111122223333:task-definition/${family}:${revision}`;
const output = (before: unknown, after: unknown, rest: object = {}) => ({
  actions: ['update'],
  before,
  after,
  ...rest,
});
const moves = (output_changes: object, resource_changes: object[] = []) =>
  movesOf(planOf({ output_changes, resource_changes }));
const revision = (family: string, number: number, variant?: string) => ({
  kind: 'revision',
  family,
  revision: String(number),
  variant,
});
const NONE = { kind: 'none', family: '', revision: '', variant: undefined };

function service(before: unknown, after: unknown = before, rest: object = {}): object {
  const sides = { before: { task_definition: before }, after: { task_definition: after } };
  return entryOf('aws_ecs_service.s', [before === after ? 'no-op' : 'update'], { ...sides, ...rest });
}

describe('an output moves services', () => {
  test('by their revisions, in the order of their names, each once', () => {
    const one = output({ b: arn('b', 1), a: arn('a', 1) }, { b: arn('b', 2), a: arn('a', 12) });
    expect(moves({ o: one, p: one })).toEqual([
      { service: 'a', from: revision('a', 1), to: revision('a', 12) },
      { service: 'b', from: revision('b', 1), to: revision('b', 2) },
    ]);
  });

  test('that come, go or stay', () => {
    const one = output({ stays: arn('s', 1), goes: arn('g', 1) }, { stays: arn('s', 1), comes: arn('c', 1) });
    expect(moves({ o: one })).toEqual([
      { service: 'comes', from: NONE, to: revision('c', 1) },
      { service: 'goes', from: revision('g', 1), to: NONE },
    ]);
  });

  test('to what is known only later', () => {
    const one = output({ a: arn('a', 1) }, {}, { after_unknown: { a: true, b: false } });
    expect(moves({ o: one })).toEqual([
      { service: 'a', from: revision('a', 1), to: { kind: 'later', family: '', revision: '', variant: undefined } },
    ]);
  });

  test.each<[string, unknown]>([['another region', { a: 'arn:aws-cn:ecs::1:task-definition/a:2' }]])(
    'of %s',
    (_, after) => expect(moves({ o: output({ a: arn('a', 1) }, after) })).toHaveLength(1),
  );

  const [was, is] = [{ a: arn('a', 1) }, { a: arn('a', 2) }];
  test.each<[string, object]>([
    ['was not there', output(null, is)],
    ['goes', output(was, null)],
    ['is a list', output([arn('a', 1)], [arn('a', 2)])],
    ['holds another text', output(was, { ...is, b: 'x' })],
    ['held another text', output({ ...was, b: 'x' }, is)],
    ['holds no text', output(was, { ...is, b: 1 })],
    ['is empty', output({}, {}, { after_unknown: { a: true } })],
    ['holds what begins like one', output(was, { a: `${arn('a', 2)}x` })],
    ['holds what ends like one', output(was, { a: `x${arn('a', 2)}` })],
    ['is sensitive', output(was, is, { after_sensitive: true })],
    ['was sensitive', output(was, is, { before_sensitive: true })],
    ['is sensitive in part', output(was, is, { after_sensitive: { b: true } })],
    ['has a deeper shape later', output(was, is, { after_unknown: { b: { c: true } } })],
    ['stays, and isn’t called a target', { ...output(was, is), actions: ['no-op'] }],
  ])('but not one that %s', (_, one) => expect(moves({ o: one })).toEqual([]));

  test('one that stays counts where it is called a target', () => {
    const still = { ...output(is, is), actions: ['no-op'] };
    expect(moves({ target_x: still }, [service(arn('a', 1))])).toEqual([
      { service: 'a', from: revision('a', 1), to: revision('a', 2) },
    ]);
    expect(moves({ x_target: still }, [service(arn('a', 1))])).toEqual([]);
    expect(
      moves({ target_x: { ...still, before_sensitive: {}, after_sensitive: {} } }, [service(arn('a', 1))]),
    ).toHaveLength(1);
  });
});

describe('what a service runs', () => {
  const change = { o: output({ a: arn('a', 2) }, { a: arn('a', 3) }) };
  const from = (...services: object[]) => moves(change, services).map((move) => move.from.revision);

  test.each<[string, object[], string[]]>([
    ['counts', [service(arn('a', 1))], ['1']],
    ['counts of its family alone', [service(arn('b', 1))], ['2']],
    ['doesn’t count where several run it', [service(arn('a', 1)), service(arn('a', 5))], ['2']],
    ['is nothing where it has arrived', [service(arn('a', 3))], []],
    ['is Terraform’s to move', [service(arn('a', 1), arn('a', 3))], []],
    [
      'is Terraform’s to move, to what it knows later',
      [service(arn('a', 1), undefined, { after_unknown: { task_definition: true } })],
      [],
    ],
    ['is no revision', [service('a')], ['2']],
    ['isn’t told by a data source', [{ ...service(arn('a', 1)), mode: 'data' }], ['2']],
    [
      'isn’t told by another type',
      [
        {
          ...service(arn('a', 1)),
          type: 'aws_x',
          change: {
            actions: ['update'],
            before: { task_definition: arn('a', 1) },
            after: { task_definition: arn('a', 1) },
          },
        },
      ],
      ['2'],
    ],
  ])('%s', (_, services, expected) => expect(from(...services)).toEqual(expected));

  test('is found by the target of a service that is new to the output', () => {
    expect(
      moves({ o: output({ b: arn('b', 1) }, { b: arn('b', 1), a: arn('a', 2) }) }, [service(arn('a', 1))]),
    ).toEqual([{ service: 'a', from: revision('a', 1), to: revision('a', 2) }]);
  });
});

describe('the name of a revision', () => {
  const target = output({ a: arn('a', 1) }, { a: arn('a', 2) });
  const names = (variants: object, to: object = target) => {
    const [move] = moves({ o: to, variants });
    return [move?.from.variant, move?.to.variant];
  };
  const variants = (rest: object = {}) =>
    output({ a: { adot: arn('a', 1) } }, { a: { adot: arn('a', 1), alloy: arn('a', 2) } }, rest);

  test('is that of another output, on the same side', () => {
    expect(names(variants())).toEqual(['adot', 'alloy']);
    expect(names(output({ a: { x: arn('a', 2) } }, { a: { y: arn('a', 1) } }))).toEqual([undefined, undefined]);
    expect(names(output({ b: { x: arn('a', 1) } }, { a: { n: 1 } }))).toEqual([undefined, undefined]);
  });

  test('is not shown where that is sensitive', () => {
    expect(names(variants({ after_sensitive: { a: true } }))).toEqual(['adot', undefined]);
    expect(names(variants({ before_sensitive: true }))).toEqual([undefined, 'alloy']);
  });

  test('of one that is known later, is the only one that is', () => {
    const later = output({ a: arn('a', 1) }, {}, { after_unknown: { a: true } });
    expect(names(variants({ after_unknown: { a: { alloy: true, adot: false } } }), later)).toEqual(['adot', 'alloy']);
    expect(names(variants({ after_unknown: { a: { alloy: true, other: true } } }), later)).toEqual(['adot', undefined]);
    expect(names(variants({ after_unknown: { b: { alloy: true } } }), later)).toEqual(['adot', undefined]);
  });
});
