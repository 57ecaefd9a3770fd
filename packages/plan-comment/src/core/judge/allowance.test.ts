import { describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import { allowancesIn, destroyedBy } from './allowance.ts';

const names = (description: string) => allowancesIn(description).flatMap(({ addresses }) => addresses);

describe('a line that allows to destroy', () => {
  test.each<[string, string, string[]]>([
    ['one address', 'allow-destroy: a_b.c', ['a_b.c']],
    ['without a blank', 'allow-destroy:a_b.c', ['a_b.c']],
    ['several', 'allow-destroy: a_b.c, a_b.d a_b.e,a_b.f', ['a_b.c', 'a_b.d', 'a_b.e', 'a_b.f']],
    ['in a list', '* allow-destroy: a_b.c\n- Allow-Destroy: a_b.d', ['a_b.c', 'a_b.d']],
    ['indented', '   -   allow-destroy: a_b.c', ['a_b.c']],
    ['after another line', 'Why\r\nallow-destroy: a_b.c\r\nMore', ['a_b.c']],
    ['with keys', 'allow-destroy: a_b.c["x, \\" y"], a_b.d[12]', ['a_b.c["x, \\" y"]', 'a_b.d[12]']],
    ['between backticks', 'allow-destroy: `a_b.c["x y"]`, `dev: a_b.d`', ['a_b.c["x y"]', 'dev: a_b.d']],
    ['nothing', 'allow-destroy:', []],
    ['commas', 'allow-destroy: , ,', []],
    ['in a sentence', 'please allow-destroy: a_b.c', []],
    ['in a list without a blank', '-allow-destroy: a_b.c', []],
    ['of another word', 'disallow-destroy: a_b.c', []],
    ['in a comment', '<!-- x\nallow-destroy: a_b.c\n-->', []],
    ['in a comment that never ends', 'x <!--\nallow-destroy: a_b.c', []],
    ['after a comment', '<!-- a --><!-- b -->\nallow-destroy: a_b.c', ['a_b.c']],
    ['around a comment', 'allow-destroy: a_b.c <!-- x --> a_b.d', ['a_b.c', 'a_b.d']],
    ['around code', 'allow-destroy: a_b.c\n```\nx\n``` a_b.d', ['a_b.c']],
    ['in code with a fence in the middle of a line', '```\nx ```\nallow-destroy: a_b.c\n```', []],
    ['in code', '```\nallow-destroy: a_b.c\n```', []],
    ['in code with tildes, indented', '   ~~~ sh\nallow-destroy: a_b.c\n   ~~~', []],
    ['in code that holds the other fence', '```\n~~~\nallow-destroy: a_b.c\n~~~\n```', []],
    ['in code that never ends', 'x\n```\n\nallow-destroy: a_b.c\n', []],
    ['after code', '```\nx\n```\nallow-destroy: a_b.c\n\n```\ny\n```\nallow-destroy: a_b.d', ['a_b.c', 'a_b.d']],
    ['after a fence in the middle of a line', 'x ```\nallow-destroy: a_b.c', ['a_b.c']],
    ['after a fence that is indented too far', '    ```\nallow-destroy: a_b.c', ['a_b.c']],
  ])('%s', (_, description, expected) => expect(names(description)).toEqual(expected));

  test('that names nothing is none', () => expect(allowancesIn('allow-destroy: ,')).toEqual([]));

  test('is quoted as it stands', () => {
    expect(allowancesIn('a\n  - allow-destroy: a_b.c  \n')).toEqual([
      { line: '- allow-destroy: a_b.c', addresses: ['a_b.c'] },
    ]);
  });
});

describe('what is destroyed', () => {
  const plan = (...names: string[]) =>
    planOf({ resource_changes: names.map((name) => entryOf(`a_b.${name}`, ['delete'], { before: { x: 1 } })) });

  test('is allowed by its very address', () => {
    const allowances = [...allowancesIn('allow-destroy: a_b.c'), ...allowancesIn('allow-destroy: a_b.d')];
    expect(destroyedBy(plan('c', 'd', 'e'), allowances)).toEqual([
      { address: 'a_b.c', isAllowed: true },
      { address: 'a_b.d', isAllowed: true },
      { address: 'a_b.e', isAllowed: false },
    ]);
  });

  test('of several plans, with the name of its plan', () => {
    const [dev, prod] = ['dev', 'prod'].map((name) => plan('c').map((each) => ({ ...each, source: `${name}/p.json` })));
    expect(destroyedBy([...(dev ?? []), ...(prod ?? [])], allowancesIn('allow-destroy: `dev: a_b.c` a_b.c'))).toEqual([
      { address: 'dev: a_b.c', isAllowed: true },
      { address: 'prod: a_b.c', isAllowed: false },
    ]);
  });

  test('or may be, by an action that nobody knows; not what stays', () => {
    const plans = planOf({
      resource_changes: [
        entryOf('a_b.c', ['purge'], { before: { x: 1 } }),
        entryOf('a_b.d', ['update'], { before: { x: 1 }, after: { x: 2 } }),
        entryOf('a_b.e', ['delete'], { before: { skip_destroy: true } }),
      ],
    });
    expect(destroyedBy(plans, []).map(({ address }) => address)).toEqual(['a_b.c']);
  });
});
