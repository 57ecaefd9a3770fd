import { describe, expect, test } from 'vitest';
import type { Json } from '../read/json.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { type Brief, diffAttributes } from './attribute-diff.ts';

interface Extra {
  type?: string;
  unknown?: Json;
  beforeSensitive?: Json;
  afterSensitive?: Json;
  replacePaths?: (string | number)[][];
  isReplaced?: boolean;
  brief?: Brief;
}

function diff(before: Json, after: Json, extra: Extra = {}, secrets: string[] = []) {
  const defaults = {
    type: '',
    unknown: false,
    beforeSensitive: false,
    afterSensitive: false,
    replacePaths: [],
    isReplaced: false,
  };
  const isWhole = before === null || after === null;
  return diffAttributes({ before, after, isWhole, ...defaults, ...extra }, createScrubber(new Set(secrets)));
}

test('nested objects are told by their path, equal parts not at all', () => {
  const result = diff({ a: { b: 1, c: 2 }, 'odd key': 1 }, { a: { b: 1, c: 3 }, 'odd key': 2 });
  expect(result.lines).toEqual(['- a.c = 2', '+ a.c = 3', '- ["odd key"] = 1', '+ ["odd key"] = 2']);
  expect(result.attributes).toEqual(['a', 'odd key']);
});

test('an element added in front changes no other', () => {
  expect(diff({ l: ['a', 'b'] }, { l: ['x', 'a', 'b'] }).lines).toEqual(['+ l[] = "x"']);
  expect(diff({ l: [{ p: 1 }, { p: 2 }] }, { l: [{ p: 0 }, { p: 1 }, { p: 2 }] }).lines).toEqual(['+ l[0].p = 0']);
});

test('JSON in a string is compared as data, containers and variables by name', () => {
  const definition = (level: string, order: string[]) =>
    JSON.stringify(
      order.map((name) => ({ name, environment: [{ name: 'LEVEL', value: name === 'app' ? level : 'x' }] })),
    );
  const result = diff({ d: definition('info', ['app', 'alloy']) }, { d: definition('debug', ['alloy', 'app']) });
  expect(result.lines).toEqual([
    '- d[app].environment[LEVEL].value = "info"',
    '+ d[app].environment[LEVEL].value = "debug"',
    '! d: order changed: app, alloy → alloy, app',
  ]);
});

test('a policy that only changes its spacing says so', () => {
  expect(diff({ p: '{"a": 1}' }, { p: '{"a":1}' }).lines).toEqual(['! p: only spacing or the order of keys changes']);
});

test('texts of several lines are compared by line, with what is far away folded', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const result = diff({ t: lines.join('\n') }, { t: lines.with(10, 'other').join('\n') });
  expect(result.lines).toEqual([
    '  t:',
    '    … 8 unchanged lines',
    '    line 8',
    '    line 9',
    '-   line 10',
    '+   other',
    '    line 11',
    '    line 12',
    '    … 7 unchanged lines',
  ]);
});

test('what is known only later, null and what forces a replacement', () => {
  const unknown = { arn: true, id: true };
  const before = { arn: 'a', id: 'i', name: 'x' };
  expect(diff(before, { name: 'y' }, { unknown, replacePaths: [['name']], isReplaced: true })).toMatchObject({
    lines: ['- name = "x"', '+ name = "y" # forces replacement'],
    computed: ['arn', 'id'],
  });
  expect(diff({ arn: 'a' }, {}, { unknown }).lines).toEqual(['- arn = "a"', '+ arn = (known after apply)']);
  expect(diff({ n: null }, { n: 'x' }).lines).toEqual(['+ n = "x"']);
  expect(diff({ n: 'x' }, { n: null }).lines).toEqual(['- n = "x"']);
  expect(diff({ n: { a: 1 } }, { n: ['b'] }).lines).toEqual(['- n = {a = 1}', '+ n = ["b"]']);
});

test('a mask covers all below it, and a change of the mask is told', () => {
  const masked = { beforeSensitive: { s: true }, afterSensitive: { s: true } };
  expect(diff({ s: { a: 'one' } }, { s: { a: 'two' } }, masked).lines).toEqual([
    '- s = (sensitive)',
    '+ s = (sensitive)',
  ]);
  expect(diff({ s: 'one' }, { s: 'one' }, masked).lines).toEqual([]);
  expect(diff({ s: 'one' }, { s: 'one' }, { afterSensitive: { s: true } }).lines).toEqual(['! s: becomes sensitive']);
});

test('a secret inside of a value, a key or JSON is removed, and that it changes is still told', () => {
  const secrets = ['hunter2-first', 'hunter2-second', '808080'];
  const result = diff(
    { url: 'x://hunter2-first@h', port: 808080, json: '{"p":"hunter2-first"}', plain: '18080' },
    { url: 'x://hunter2-second@h', port: 1, json: '{"p":"hunter2-first","q":1}', plain: '18081' },
    {},
    secrets,
  );
  expect(result.lines).toEqual([
    '! url: changes inside of (sensitive)',
    '- port = (sensitive)',
    '+ port = 1',
    '+ json.q = 1',
    '- plain = "18080"',
    '+ plain = "18081"',
  ]);
});

test('a secret may be the name of an attribute, which the source has, and not a key', () => {
  const named = (value: number) => ({ 'hunter2-first': value, o: { 'hunter2-first': value } });
  expect(diff(named(1), named(2), {}, ['hunter2-first']).lines).toEqual([
    '- hunter2-first = 1',
    '+ hunter2-first = 2',
    '- o["(sensitive)"] = 1',
    '+ o["(sensitive)"] = 2',
  ]);
});

test('what comes or goes as a whole takes one line where that is short, without the name that its place has already', () => {
  const definition = JSON.stringify([
    {
      name: 'loki',
      portMappings: [{ name: 'http', containerPort: 3100, protocol: 'tcp' }],
      environment: [{ name: 'LEVEL', value: 'info' }],
      command: ['-a', '-b'],
    },
  ]);
  const after = { d: definition, volume: [{ name: 'only' }], text: ['a', 'b\nc'] };
  expect(diff(null, after).lines).toEqual([
    '+ d[loki].portMappings[http] = {containerPort = 3100, protocol = "tcp"}',
    '+ d[loki].environment[LEVEL].value = "info"',
    '+ d[loki].command = ["-a", "-b"]',
    '+ volume[only].name = "only"',
    '+ text[] = "a"',
    '  text[]:',
    '+   b',
    '+   c',
  ]);
  expect(diff({ v: [] }, { v: [{ name: 'only' }] }).lines).toEqual(['+ v[only].name = "only"']);
  expect(diff({ o: { a: 1, b: 2 } }, { o: null }).lines).toEqual(['- o = {a = 1, b = 2}']);
});

test('one line hides neither a mask, nor a secret, nor what is known later', () => {
  const after = { o: { a: 'hunter2-first', b: 'x' } };
  expect(diff({}, after, {}, ['hunter2-first']).lines).toEqual(['+ o = {a = (sensitive), b = "x"}']);
  expect(diff({}, after, { afterSensitive: { o: { a: true } } }).lines).toEqual(['+ o.a = (sensitive)', '+ o.b = "x"']);
  expect(diff({}, { o: { b: 'x', c: 'y' } }, { unknown: { o: { a: true } } })).toMatchObject({
    lines: ['+ o.b = "x"', '+ o.c = "y"'],
    computed: ['o.a'],
  });
});

test('a policy that was empty text is data too', () => {
  expect(diff({ p: '' }, { p: '{"Version":"2012"}' }).lines).toEqual(['+ p.Version = "2012"']);
  expect(diff({ p: '' }, { p: 'x' }).lines).toEqual(['- p = ""', '+ p = "x"']);
});

test('the order of what is hidden is told without it', () => {
  const secrets = ['hunter2-first', 'hunter2-second'];
  expect(diff({ l: secrets }, { l: secrets.toReversed() }, {}, secrets).lines).toEqual([
    '- l = [(sensitive), (sensitive)]',
    '+ l = [(sensitive), (sensitive)]',
    '! l: order changed inside of (sensitive)',
  ]);
});

describe('brief', () => {
  const brief: Brief = { configured: new Set(['policy', 'tags']), shownElsewhere: () => undefined };

  test('of what comes later, a new object names what the configuration gives', () => {
    const unknown = { arn: true, policy: true };
    expect(diff(null, { name: 'x' }, { unknown, brief }).computed).toEqual(['policy']);
    expect(diff(null, { name: 'x' }, { unknown, brief: { ...brief, configured: undefined } }).computed).toEqual([
      'arn',
      'policy',
    ]);
    expect(diff({ name: 'y' }, { name: 'x' }, { unknown, brief }).computed).toEqual(['arn', 'policy']);
  });

  test('default tags are left out where they are new or repeat the tags, and told where they change', () => {
    const tags = (name: string, team: string) => ({ tags: { name }, tags_all: { name, team } });
    expect(diff(null, tags('a', 't'), { brief }).lines).toEqual(['+ tags.name = "a"']);
    expect(diff(tags('a', 't'), tags('b', 't'), { brief }).lines).toEqual(['- tags.name = "a"', '+ tags.name = "b"']);
    expect(diff(tags('a', 't'), tags('a', 'u'), { brief }).lines).toEqual([
      '- tags_all.team = "t"',
      '+ tags_all.team = "u"',
    ]);
  });

  test('one kind of nothing for another is no change, unless it is why an object is replaced', () => {
    const change = [
      { a: '', b: [], c: 1 },
      { b: null, c: 2 },
    ] as const;
    expect(diff(...change, { brief })).toMatchObject({ lines: ['- c = 1', '+ c = 2'], empties: ['b', 'a'] });
    expect(diff(...change, { brief, replacePaths: [['b']] }).lines).toContain('- b = [] # forces replacement');
    expect(diff(...change).lines).toContain('- b = []');
  });
});

describe('a value of another shape', () => {
  const whole = { a: 'one', b: 'x' };

  test('is whole on both sides, on a line each, but for what is hidden', () => {
    expect(diff({ v: whole }, { v: 1 }).lines).toEqual(['- v = {a = "one", b = "x"}', '+ v = 1']);
    const hidden = ['v.a = (sensitive)', 'v.b = "x"'];
    expect(diff({ v: whole }, { v: 1 }, { beforeSensitive: { v: { a: true } } }).lines).toEqual([
      ...hidden.map((line) => `- ${line}`),
      '+ v = 1',
    ]);
    expect(diff({ v: 1 }, { v: whole }, { afterSensitive: { v: { a: true } } }).lines).toEqual([
      '- v = 1',
      ...hidden.map((line) => `+ ${line}`),
    ]);
  });

  test('is on a line of 260 characters at most', () => {
    const sideOf = (length: number) => diff({ v: { a: 'x'.repeat(length) } }, { v: 1 }).lines[0];
    expect(sideOf(252)).toBe(`- v = {a = "${'x'.repeat(252)}"}`);
    expect(sideOf(253)).toBe(`- v.a = "${'x'.repeat(253)}"`);
  });

  test('forces a replacement where it does itself, and where a part of it does', () => {
    for (const path of [['v'], ['v', 'a']]) {
      expect(diff({ v: 1 }, { v: whole }, { replacePaths: [path] }).lines).toEqual([
        '- v = 1',
        '+ v = {a = "one", b = "x"} # forces replacement',
      ]);
    }
  });
});

test('an element that moves is where it is now', () => {
  const [one, other] = [{ l: [{ name: 'a', v: 1 }] }, { l: [{ name: 'b' }, { name: 'a', v: 2 }] }];
  expect(diff(one, other, { replacePaths: [['l', 1, 'v']] }).lines).toContain('+ l[a].v = 2 # forces replacement');
  expect(diff(one, other, { replacePaths: [['l', 0, 'v']] }).lines).toContain('+ l[a].v = 2');
});

test('a value that is no object has no attributes', () => {
  expect(diff('a', 'b')).toMatchObject({ lines: ['-  = "a"', '+  = "b"'], attributes: [] });
});

// By the square of its length it would run into the limit of a test.
test('a long list that changes all over is compared in time', () => {
  const list = (from: number) => Array.from({ length: 50_000 }, (_, index) => `item ${from + index}`);
  const equal = (last: string) => [...Array.from({ length: 50_000 }, () => 'same'), last];
  expect(diff({ l: list(0) }, { l: list(100_000) }).lines).toHaveLength(100_000);
  expect(diff({ l: equal('a') }, { l: equal('b') }).lines).toEqual(['+ l[] = "b"', '- l[] = "a"']);
});
