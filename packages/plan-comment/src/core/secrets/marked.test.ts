import { describe, expect, test } from 'vitest';
import type { Json } from '../read/json.ts';
import { LongNumber } from '../read/long-number.ts';
import {
  isSecretName,
  masked,
  secretsOfActions,
  secretsOfChange,
  secretsOfConfiguration,
  secretsOfOutputs,
} from './marked.ts';

function gathered(gather: (found: Set<string>) => void): string[] {
  const found = new Set<string>();
  gather(found);
  return [...found];
}

const below = (value: Json | undefined, mask: Json | undefined) => gathered((found) => masked(value, mask, found));

describe('a mask covers', () => {
  test.each<[string, Json | undefined, Json | undefined, string[]]>([
    ['a value', 'one', true, ['one']],
    ['no value', 'one', false, []],
    ['nothing where it is absent', 'one', undefined, []],
    ['a value that is absent', undefined, true, []],
    ['an empty text, which is none', '', true, []],
    ['a number', 12, true, ['12']],
    ['a long number, digit by digit', LongNumber.of('12345678901234567890'), true, ['12345678901234567890']],
    ['true and null, which are none', [true, null], true, []],
    ['all below it', { a: ['one', { b: 'two' }], c: 3 }, true, ['one', 'two', '3']],
    ['members by their keys', { a: 'one', b: 'two' }, { a: true, b: false }, ['one']],
    ['elements by their places', ['one', 'two', 'three'], [false, true], ['two']],
    ['what lies deep', { a: [{ b: 'one', c: 'two' }] }, { a: [{ c: true }] }, ['two']],
    ['a member that is absent', { a: 'one' }, { b: true }, []],
    ['nothing below a mask of another shape', { a: 'one' }, [true], []],
  ])('%s', (_, value, mask, expected) => expect(below(value, mask)).toEqual(expected));
});

describe('of an address, the password is a literal of its own', () => {
  test.each<[string, string[]]>([
    ['postgres://app:hunter2@db/x', ['hunter2']],
    ['postgres://app:p%40ss@db/x', ['p%40ss', 'p@ss']],
    ['HTTPS://:hunter2@db', ['hunter2']],
    ['git+ssh2.x-y://app:hunter2@db', ['hunter2']],
    ['postgres://app:100%@db', ['100%']],
    ['postgres://app@db:5432/x', []],
    ['postgres://db/a:b@c', []],
    ['1x://app:hunter2@db', []],
    ['see postgres://app:hunter2@db', []],
  ])('%s', (address, passwords) => expect(below(address, true)).toEqual([address, ...passwords]));
});

describe('of a document in JSON, its values are literals of their own', () => {
  const within = (document: unknown) => below(JSON.stringify(document), true).slice(1);

  test('all texts, but no numbers and names', () => {
    expect(within({ host: 'db', n: 5432, deep: [{ more: 'x' }, 'y'] })).toEqual(['db', 'x', 'y']);
    expect(within(['a', { name: 'b', value: 'c' }])).toEqual(['a', 'b', 'c']);
    expect(within({ valueFrom: 'arn:x' })).toEqual(['arn:x']);
    expect(below('{"half":', true)).toEqual(['{"half":']);
  });

  test('of container definitions only those with the name of a secret', () => {
    const environment = [
      { name: 'DB_PASSWORD', value: 'hunter2' },
      { name: 'MODE', value: 'production' },
      { name: 'API_KEY', valueFrom: 'arn:aws:ssm:x' },
    ];
    expect(within([{ name: 'app', image: 'acme/app', environment, repositoryCredentials: { arn: 'r' } }])).toEqual([
      'hunter2',
    ]);
    expect(within([{ image: 'acme/app', secretOptions: ['s'], logToken: 't', region: 'eu' }])).toEqual(['s', 't']);
    expect(within([{ name: 'no image' }, { image: 'i', mode: 'm' }])).toEqual([]);
  });

  test('of a policy only those, and no reference to a secret', () => {
    expect(within({ Statement: [{ Resource: 'arn:x', auth: 'a' }], secret: { valueFrom: 'arn:y' } })).toEqual(['a']);
  });

  test.each(['db_pass', 'PWD', 'Secret', 'x_token', 'KEY', 'cred', 'basicAuth', 'private'])('%s', (name) => {
    expect(within({ Statement: [], [name]: 'v', region: 'eu' })).toEqual(['v']);
  });
});

test('a change has a mask for each of its sides', () => {
  const change = { before: { a: 'one' }, after: { a: 'two' } };
  const of = (masks: object) => gathered((found) => secretsOfChange({ ...change, ...masks } as Json, found));
  expect(of({ before_sensitive: { a: true } })).toEqual(['one']);
  expect(of({ after_sensitive: true })).toEqual(['two']);
  expect(of({})).toEqual([]);
});

test('an action has one mask', () => {
  const action = { config_values: { a: 'one', b: 'two' }, config_sensitive: { b: true } };
  expect(gathered((found) => secretsOfActions([action, { config_values: { a: 'x' } }], found))).toEqual(['two']);
  expect(gathered((found) => secretsOfActions(undefined, found))).toEqual([]);
});

test('an output is sensitive as a whole', () => {
  const outputs = { a: { sensitive: true, value: { x: 'one' } }, b: { sensitive: false, value: 'two' }, c: null };
  expect(gathered((found) => secretsOfOutputs(outputs, found))).toEqual(['one']);
  expect(gathered((found) => secretsOfOutputs(null, found))).toEqual([]);
});

describe('the configuration has', () => {
  const of = (configuration: Json, given?: Json) =>
    gathered((found) => secretsOfConfiguration(configuration, given, found));

  test('credentials of providers, known by their names', () => {
    const expressions = {
      password: { constant_value: 'one' },
      region: { constant_value: 'eu-west-1' },
      token: { references: ['var.t'] },
    };
    expect(of({ provider_config: { a: { expressions }, b: {} } })).toEqual(['one']);
    expect(['password', 'client_SECRET', 'token', 'private_key', 'credentials', 'api_key'].every(isSecretName)).toBe(
      true,
    );
    expect(['region', 'key_id', 'profile'].some(isSecretName)).toBe(false);
  });

  test('variables: their defaults, and what they are given', () => {
    const variables = { v: { sensitive: true, default: 'one' }, w: { default: 'two' } };
    expect(of({ root_module: { variables } }, { v: { value: 'three' }, w: { value: 'four' } })).toEqual([
      'one',
      'three',
    ]);
    expect(of({ root_module: { variables: { v: { sensitive: false, default: 'x' } } } })).toEqual([]);
  });

  test('outputs that are constants', () => {
    const outputs = {
      o: { sensitive: true, expression: { constant_value: 'one' } },
      p: { expression: { constant_value: 'two' } },
    };
    expect(of({ root_module: { outputs } })).toEqual(['one']);
  });

  test('the same of each module that is called, with the arguments of its call', () => {
    const inner = { variables: { v: { sensitive: true } } };
    const call = { module: inner, expressions: { v: { constant_value: 'one' } } };
    const outer = { module_calls: { inner: call }, outputs: {} };
    expect(of({ root_module: { module_calls: { outer: { module: outer } } } }, { v: { value: 'x' } })).toEqual(['one']);
  });
});

test('a container’s variables are secret by what they look like: nobody marks them', () => {
  const containers = (...environment: { name: string; value?: string }[]) =>
    JSON.stringify([{ name: 'w', environment }]);
  const change = {
    before: {
      container_definitions: containers({ name: 'DB_PASSWORD', value: 'hunter-two' }, { name: 'PORT', value: '8080' }),
    },
    after: {
      container_definitions: containers(
        { name: 'DSN', value: 'postgres://app:hunter-3@db/x' },
        { name: 'TOKEN_URL', value: 'https://example.com' },
      ),
    },
  };
  expect(gathered((found) => secretsOfChange(change, found))).toEqual([
    'hunter-two',
    'postgres://app:hunter-3@db/x',
    'hunter-3',
  ]);
  for (const definitions of ['no list', '{"environment":[]}', '[{"environment":{}},7,null]', '[', null, 7] as const)
    expect(gathered((found) => secretsOfChange({ after: { container_definitions: definitions } }, found))).toEqual([]);
});
