import { describe, expect, test } from 'vitest';
import { blocksOf, namesOf, providersOf } from './configuration.ts';

const block = (address: string, ...attributes: string[]) => ({
  address,
  expressions: Object.fromEntries(attributes.map((name) => [name, {}])),
});
const ROOT = {
  variables: { v: {} },
  outputs: { o: {} },
  resources: [block('a_b.c', 'x'), { address: 'a_b.half' }, { ...block('a_b.p'), provisioners: [{ type: 't' }] }],
  module_calls: {
    m: {
      module: {
        resources: [block('a_b.c', 'y')],
        module_calls: { n: { module: { resources: [block('a_b.c', 'z')] } } },
      },
    },
    gone: {},
  },
};

describe('the block of a resource', () => {
  test.each<[string, string[] | undefined]>([
    ['a_b.c', ['x']],
    ['a_b.c[12]', ['x']],
    ['a_b.c["x.y \\" ]"]', ['x']],
    ['module.m.a_b.c', ['y']],
    ['module.m["k"].module.n[0].a_b.c["l"]', ['z']],
    ['module.n.a_b.c', undefined],
    ['a_b.half', undefined],
    ['a_b.c[x]', undefined],
  ])('%s', (address, attributes) => {
    const found = blocksOf(ROOT)(address);
    expect(found && [...found.attributes]).toEqual(attributes);
  });

  test('has its provisioners', () => {
    expect(blocksOf(ROOT)('a_b.p')?.provisioners).toEqual([{ type: 't' }]);
    expect(blocksOf(ROOT)('a_b.c')?.provisioners).toBeNull();
    expect(blocksOf(undefined)('a_b.c')).toBeUndefined();
  });
});

describe('providers', () => {
  const variables = { region: { value: 'eu' }, role: { value: { arn: 'r' } }, other: { value: 1 } };

  test('have the variables that they refer to, at any depth', () => {
    const settings = {
      expressions: {
        region: { references: ['var.region', 'local.x', 'xvar.other'] },
        assume_role: [{ arn: { references: ['var.role.arn', 'var.role', 'var.list[0]'] } }],
        nested: { deep: { references: ['var.none'] } },
      },
    };
    expect(providersOf({ provider_config: { aws: settings } }, variables)).toEqual([
      { name: 'aws', settings, variables: { list: null, none: null, region: 'eu', role: { arn: 'r' } } },
    ]);
  });

  test('of a module have none, nor those without expressions', () => {
    const settings = { module_address: 'module.m', expressions: { region: { references: ['var.region'] } } };
    expect(providersOf({ provider_config: { a: settings, b: {} } }, variables)).toEqual([
      { name: 'a', settings, variables: {} },
      { name: 'b', settings: {}, variables: {} },
    ]);
    expect(providersOf(undefined, variables)).toEqual([]);
  });

  test('are the same in any order of what they refer to', () => {
    const of = (...references: string[]) =>
      Object.keys(
        providersOf({ provider_config: { a: { expressions: { x: { references } } } } }, {})[0]?.variables ?? {},
      );
    expect(of('var.b', 'var.a')).toEqual(['a', 'b']);
  });
});

test('names are those of variables, outputs, calls and attributes in all modules, not keys of values', () => {
  expect([...namesOf(ROOT)]).toEqual(['v', 'o', 'm', 'gone', 'x', 'n', 'y', 'z']);
  const expressions = {
    tags: { constant_value: { key_of_a_value: 1 } },
    from: { references: ['var.x'], inner: { deep: {} } },
    ingress: [{ from_port: { constant_value: 1 } }, { to_port: {} }],
    timeouts: { create: {} },
  };
  const names = ['tags', 'from', 'ingress', 'from_port', 'to_port', 'timeouts', 'create'];
  expect([...namesOf({ resources: [{ expressions }] })]).toEqual(names);
});
