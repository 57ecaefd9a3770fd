import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casePlans, entryOf, linesOf, planOf, shown, updateOf } from '../../testing/cases.ts';

/** Lines of the only diff, in the comment and in the full text alike. */
function diff(before: object, after: object, rest: object = {}, address = 'a_b.c'): string[] {
  const entry = { ...updateOf(before, after, rest), address, type: address.split('.')[0] };
  const { body, full } = shown(planOf({ resource_changes: [entry] }));
  const lines = (text: string) => /```diff\n([\s\S]*?)\n```/.exec(text)?.[1]?.split('\n') ?? [];
  expect(lines(full)).toEqual(lines(body));
  return lines(body);
}

describe('no value is shown as three dots', () => {
  test.each([['a01-scalar-to-list'], ['b13-dynamic-type'], ['b17-unknown-block']])('%s', (name) => {
    const { body, full } = shown(casePlans(name));
    expect(body + full).not.toMatch(/[[{]…[\]}]/);
  });

  test('a statement of a policy turns into a list and back', () => {
    const { body } = shown(casePlans('a01-scalar-to-list'));
    expect(linesOf(body, 'policy.Statement[x].Resource')).toEqual([
      '- policy.Statement[x].Resource = "arn:aws:s3:::a/*"',
      '+ policy.Statement[x].Resource = ["arn:aws:s3:::a/*", "arn:aws:s3:::prod-secrets/*"]',
      '- policy.Statement[x].Resource = ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]',
      '+ policy.Statement[x].Resource = "arn:aws:s3:::*"',
    ]);
  });

  test('a list becomes an object, an object a text, a number a text', () => {
    const { full } = shown(casePlans('b13-dynamic-type'));
    expect(linesOf(full, 'manifest')).toEqual([
      '- manifest.spec.a = "x"',
      '+ manifest.spec.a = {x = 1, y = "z"}',
      '- manifest.spec.b = {c = 1}',
      '+ manifest.spec.b = "now a string"',
      '- manifest.spec.d = ["1"]',
      '+ manifest.spec.d = {["0"] = "1"}',
      '- manifest.spec.e = 5',
      '+ manifest.spec.e = "5"',
    ]);
  });

  test('a block that becomes unknown, and an element that is', () => {
    const { body } = shown(casePlans('b17-unknown-block'));
    expect(linesOf(body, 'b')).toEqual(['- b[0].x = 1', '+ b = (known after apply)']);
    expect(body).toContain('! known after apply: list[0].b, list[1], id, arn, whole');
  });

  test('what is too long for a line has its own lines on each side, with its masks', () => {
    const deep = { one: { two: { three: 'x'.repeat(300), secret: 'hunter2-one' } } };
    const masks = { before_sensitive: { v: { one: { two: { secret: true } } } } };
    expect(diff({ v: deep }, { v: ['a', { b: 1 }] }, masks)).toEqual([
      `- v.one.two.three = "${'x'.repeat(300)}"`,
      '- v.one.two.secret = (sensitive)',
      '+ v[] = "a"',
      '+ v[1].b = 1',
    ]);
    expect(diff({ v: deep }, {}, { ...masks, after_unknown: { v: true } }).at(-1)).toBe('+ v = (known after apply)');
  });

  test('whatever changes its shape, both sides are there', () => {
    const leaf = fc.oneof(
      fc.integer({ min: 1, max: 9999 }).map((n) => `v${n}`),
      fc.integer({ min: 100, max: 99_999 }),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(fc.constantFrom('k', 'm', 'n'), tie('any'), { minKeys: 1 }),
      ),
    })).any;
    const leavesOf = (each: unknown): unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each).flatMap(leavesOf) : [each];
    fc.assert(
      fc.property(value, value, (before, after) => {
        fc.pre(Array.isArray(before) !== Array.isArray(after) || typeof before !== typeof after);
        const lines = diff({ v: before }, { v: after });
        const side = (sign: string) => lines.filter((line) => line.startsWith(sign)).join('\n');
        for (const leaf of leavesOf(before)) expect(side('-')).toContain(String(leaf));
        for (const leaf of leavesOf(after)) expect(side('+')).toContain(String(leaf));
      }),
    );
  });
});

describe('order', () => {
  test('of a container’s command: both orders', () => {
    const { body } = shown(casePlans('b11-command-list-order'));
    expect(linesOf(body, 'container_definitions')).toEqual([
      '- container_definitions[app].command = ["sh", "-c", "run", "--a"]',
      '+ container_definitions[app].command = ["sh", "--a", "-c", "run"] # forces replacement',
      '! container_definitions[app].environment: order changed: A, B → B, A',
    ]);
  });

  test('with elements that come and go, numbers, masked and unknown ones', () => {
    expect(diff({ l: ['a', 'b', 'c'] }, { l: ['c', 'b', 'x'] })).toEqual([
      '- l = ["a", "b", "c"]',
      '+ l = ["c", "b", "x"]',
    ]);
    expect(diff({ l: [1, 2] }, { l: [2, 1] })).toEqual(['- l = [1, 2]', '+ l = [2, 1]']);
    const masks = { before_sensitive: { l: [true] }, after_sensitive: { l: [false, true] } };
    expect(diff({ l: ['hunter2-x', 'b'] }, { l: ['b', 'hunter2-x'] }, masks)).toEqual([
      '- l = [(sensitive), "b"]',
      '+ l = ["b", (sensitive)]',
    ]);
    expect(diff({ l: ['a', 'b'] }, { l: ['b', 'a', null] }, { after_unknown: { l: [false, false, true] } })).toEqual([
      '- l = ["a", "b"]',
      '+ l = ["b", "a", (known after apply)]',
    ]);
  });

  test('of a long list: the fewest elements that move, and what comes', () => {
    const list = Array.from({ length: 60 }, (_, index) => `element ${index}`);
    const moved = [...list.slice(1, 40), 'element 0', ...list.slice(40), 'new'];
    expect(diff({ l: list }, { l: moved })).toEqual([
      '+ l[] = "new"',
      '! l: order changed, 1 of 60 elements move',
      '- l[0] = "element 0"',
      '+ l[39] = "element 0"',
    ]);
  });

  test('of a list that is too long for a line on one side', () => {
    const long = (word: string) => word.repeat(130);
    const grown = diff({ l: ['a', 'b'] }, { l: ['b', 'a', long('x'), long('y')] });
    expect(grown).toContain('! l: order changed, 1 of 2 elements move');
    expect(grown).toContain(`+ l[] = "${long('x')}"`);
    const shrunk = diff({ l: ['b', 'a', long('x'), long('y')] }, { l: ['a', 'b'] });
    expect(shrunk).toContain('! l: order changed, 1 of 2 elements move');
    expect(shrunk).toContain(`- l[] = "${long('x')}"`);
  });

  test('of a set means nothing, of a list of blocks it does', () => {
    const { body, full } = shown(casePlans('a20-sets-reordered'));
    expect(body + full).not.toContain('order');
    expect(linesOf(body, 'ingress')).toEqual(['+ ingress[2].cidr_blocks[] = "0.0.0.0/0"']);
    const names = { subnets: ['b', 'a'] };
    expect(diff({ ...names, x: 1 }, { subnets: ['a', 'b'], x: 2 }, {}, 'aws_lb.c')).toEqual(['- x = 1', '+ x = 2']);
    const stages = [
      { name: 'build', v: 1 },
      { name: 'deploy', v: 1 },
    ];
    expect(diff({ stage: stages }, { stage: stages.toReversed() }, {}, 'aws_codepipeline.c')).toEqual([
      '! stage: order changed: build, deploy → deploy, build',
    ]);
    // Terraform sorts sets anew when an element changes: the order of what is equal says more.
    const rules = [
      { key: 'a', v: 1 },
      { key: 'b', v: 1 },
      { key: 'c', v: 1 },
    ];
    const changed = [
      { key: 'b', v: 1 },
      { key: 'c', v: 1 },
      { key: 'a', v: 2 },
    ];
    expect(diff({ r: rules }, { r: changed })).toEqual(['- r[a].v = 1', '+ r[a].v = 2']);
    expect(diff({ r: rules }, { r: rules.toReversed() })).toEqual(['! r: order changed: a, b, c → c, b, a']);
  });
});

describe('pairs', () => {
  test('what is most alike is the same element, the rest comes and goes', () => {
    const { body } = shown(casePlans('d03-list-insert-and-edit'));
    expect(linesOf(body, 'ingress')).toEqual([
      '+ ingress[0] = {from_port = 22, to_port = 22, protocol = "tcp", cidr_blocks = ["10.9.0.0/16"]}',
      '+ ingress[2].cidr_blocks[] = "10.1.0.0/16"',
      '- ingress[2].cidr_blocks[] = "10.0.0.0/8"',
    ]);
  });

  test('nothing in common: one goes, one comes; a single block is the same block', () => {
    const [a, b] = [
      { from: 1, to: 1, who: 'x' },
      { from: 2, to: 2, who: 'y' },
    ];
    expect(diff({ l: [a, { from: 9, to: 9, who: 'z' }] }, { l: [b, { from: 9, to: 9, who: 'z' }] })).toEqual([
      '+ l[0] = {from = 2, to = 2, who = "y"}',
      '- l[0] = {from = 1, to = 1, who = "x"}',
    ]);
    expect(diff({ l: [{ n: 1 }] }, { l: [{ n: 2 }] })).toEqual(['- l[0].n = 1', '+ l[0].n = 2']);
  });

  test('the most alike first, each once', () => {
    const rule = (port: number, cidr: string, text: string) => ({ port, proto: 'tcp', cidr, text });
    const before = [rule(1, 'a', 'one'), rule(2, 'a', 'two')];
    const after = [rule(2, 'a', 'two!'), rule(1, 'b', 'one'), rule(2, 'b', 'two!')];
    expect(diff({ l: before }, { l: after })).toEqual([
      '- l[0].text = "two"',
      '+ l[0].text = "two!"',
      '- l[1].cidr = "a"',
      '+ l[1].cidr = "b"',
      '+ l[2] = {port = 2, proto = "tcp", cidr = "b", text = "two!"}',
    ]);
  });
});

describe('what looks the same', () => {
  const signs = (lines: readonly string[]) => lines.map((line) => line.trimEnd().slice(1));

  test('is never on both sides', () => {
    for (const name of ['a02-oneline-append-no-newline', 'b03-crlf-tab-trailing']) {
      const { body } = shown(casePlans(name));
      const changed = body.split('\n').filter((line) => /^[-+] /.test(line));
      expect(new Set(signs(changed)).size).toBe(changed.length);
    }
  });

  test('a line more after a text without a last line break', () => {
    expect(diff({ t: 'a\nb' }, { t: 'a\nb\nc' })).toEqual(['  t:', '    a', '    b', '+   c']);
    expect(diff({ t: 'a\nb' }, { t: 'a\nb\n' })).toEqual(['! t: the last line now ends with a line break']);
    expect(diff({ t: 'a\nb\n' }, { t: 'a\nc' })).toEqual([
      '  t:',
      '    a',
      '-   b',
      '+   c',
      '! t: the last line no longer ends with a line break',
    ]);
  });

  test('line breaks, tabs, blanks and characters of no width are written out where they are the change', () => {
    expect(diff({ t: 'a\r\nb\r\n' }, { t: 'a\nx\n' })).toEqual([
      '  t:',
      '    a',
      '-   b',
      '+   x',
      '! t: line breaks change from CRLF to LF',
    ]);
    expect(diff({ t: 'a\r\nb\nc\n' }, { t: 'a\nb\nc\n' })).toEqual(['  t:', '-   a\\r', '+   a', '    b', '    c']);
    expect(diff({ t: '\tx\ny' }, { t: '  x\ny' })).toEqual(['  t:', '-   \\tx', '+     x', '    y']);
    expect(diff({ t: 'a b' }, { t: 'a\u2009b' })).toEqual(['- t = "a b"', '+ t = "a\\u2009b"']);
    expect(diff({ t: 'é' }, { t: 'e\u0301' })).toEqual(['- t = "\\u00e9"', '+ t = "e\\u0301"']);
    expect(diff({ t: 'ab' }, { t: 'a\u200bb' })).toEqual(['- t = "ab"', '+ t = "a\\u200bb"']);
    expect(diff({ t: { 'a b': 1 } }, { t: { 'a\u00a0b': 1 } })).toEqual(['+ t["a\\u00a0b"] = 1', '- t["a b"] = 1']);
    expect(diff({ t: 'größe 1' }, { t: 'größe 2' })).toEqual(['- t = "größe 1"', '+ t = "größe 2"']);
  });
});

describe('digits', () => {
  test('are kept, and numbers aren’t quoted', () => {
    const { body } = shown(casePlans('a06-bignum'));
    expect(linesOf(body, '')).toEqual([
      '- n = 9007199254740992',
      '+ n = 9007199254740993',
      '- m = 9007199254740993',
      '+ m = 12345678901234567890123',
      '- f = 0.1',
      '+ f = 0.30000000000000004',
      '- s = "9007199254740993"',
      '+ s = "9007199254740994"',
      '- j.id = 9007199254740993',
      '+ j.id = 9007199254740992',
      '- e = 1e+21',
      '+ e = 1e+22',
      '- g = 1.00000000000000000001',
      '+ g = 1.00000000000000000002',
    ]);
  });

  test('also beyond what a double can reach', () => {
    expect(diff({ j: '[1e400, 2]' }, { j: '[1e401, 2]' })).toEqual(['+ j[] = 1e401', '- j[] = 1e400']);
    expect(diff({ j: '{"a":1.50}' }, { j: '{"a":1.5}' })[0]).toMatch(/^[-+!] j/);
  });

  test('what is said of JSON that stays the same is so', () => {
    expect(diff({ j: '{"a":1,"b":2}' }, { j: '{ "b": 2, "a": 1 }' })).toEqual([
      '! j: only spacing or the order of keys changes',
    ]);
    expect(diff({ j: '{"a":1,"b":null}' }, { j: '{"a":1}' })).toEqual(['! j: only nulls change']);
    expect(diff({ j: '{"a":1,"a":2}' }, { j: '{"a":2}' })).toEqual([
      '- j = "{\\"a\\":1,\\"a\\":2}"',
      '+ j = "{\\"a\\":2}"',
    ]);
  });
});

test('a dynamic block isn’t in the configuration: what of it comes later is said', () => {
  const { body } = shown(casePlans('f01-dynamic-block-unknown'));
  expect(body).toContain('! known after apply: ingress[0].cidr_blocks, ingress[0].security_groups\n');
  const configuration = { root_module: { resources: [{ address: 'a_b.c', expressions: { name: {} } }] } };
  const created = entryOf('a_b.c', ['create'], {
    after: { tags: { a: 'x' } },
    after_unknown: { id: true, tags: { b: true }, arn: true },
  });
  expect(shown(planOf({ resource_changes: [created], configuration })).body).toContain('! known after apply: tags.b\n');
});
