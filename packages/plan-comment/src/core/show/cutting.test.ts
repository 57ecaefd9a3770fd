import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clean, fromSource } from '../secrets/clean.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { createLookup, parseUnifiedDiff } from './config-diff.ts';
import { costCells, costSection } from './cost.ts';
import { cutLines } from './cut-lines.ts';

const cut = (lines: string[], lineLength = 200, bytes = 10_000) =>
  cutLines(lines.map(fromSource), { lineLength, bytes }) as string[];

describe('lines are cut', () => {
  test('at the limit in bytes, each with its line break', () => {
    expect(cut(['abc', 'ä', 'd'], 200, 9)).toEqual(['abc', 'ä', 'd']);
    expect(cut(['abc', 'ä', 'd'], 200, 8)).toEqual(['abc', 'ä', '  … 1 more lines']);
    expect(cut(['abc', 'ä', 'd'], 200, 3)).toEqual(['  … 3 more lines']);
  });

  test('at the limit in characters', () => {
    expect(cut(['a'.repeat(200)])).toEqual(['a'.repeat(200)]);
    for (const sign of ['a', '+', '-']) {
      expect(cut([`${sign}${'a'.repeat(200)}`])).toEqual([`${sign}${'a'.repeat(199)}… (201 characters)`]);
    }
  });

  const long = (sign: string, at: number, other: string) => `${sign}${'x'.repeat(at)}${other}${'y'.repeat(300)}`;

  test('around the first difference to the line that takes their place', () => {
    const [removed, added] = cut([long('-', 500, 'old'), long('+', 500, 'new')]);
    // 120 of the start, then 40 before the difference at 501.
    expect(removed).toBe(
      `-${'x'.repeat(119)}… 341 equal characters …${'x'.repeat(40)}old${'y'.repeat(37)}… (804 characters)`,
    );
    expect(added).toBe(
      `+${'x'.repeat(119)}… 341 equal characters …${'x'.repeat(40)}new${'y'.repeat(37)}… (804 characters)`,
    );
  });

  test('to their end where that is near', () => {
    const end = 'y'.repeat(37);
    expect(cut([`-${'x'.repeat(500)}old${end}`, `+${'x'.repeat(500)}new${end}`])[1]).toBe(
      `+${'x'.repeat(119)}… 341 equal characters …${'x'.repeat(40)}new${end}`,
    );
    expect(cut([`-${'x'.repeat(500)}old`, `+${'x'.repeat(500)}new`])[1]).toBe(
      `+${'x'.repeat(119)}… 341 equal characters …${'x'.repeat(40)}new`,
    );
  });

  test('at their end where they are equal, such as two secrets', () => {
    expect(cut([`-${'x'.repeat(300)}`, `+${'x'.repeat(300)}`])).toEqual(
      ['-', '+'].map((sign) => `${sign}${'x'.repeat(119)}… 141 equal characters …${'x'.repeat(40)}`),
    );
  });

  test('at their beginning where they differ early', () => {
    const whole = (sign: string, word: string) => `${sign}${'x'.repeat(159)}${word}${'y'.repeat(36)}… (463 characters)`;
    expect(cut([long('-', 159, 'old'), long('+', 159, 'new')])).toEqual([
      whole('-', 'old').replace('y'.repeat(36), 'y'.repeat(37)),
      whole('+', 'new').replace('y'.repeat(36), 'y'.repeat(37)),
    ]);
  });

  test.each<[string, string[], boolean[]]>([
    ['the second of two', ['-a', long('-', 500, 'o'), '+b', long('+', 500, 'n')], [false, true, false, true]],
    ['one that is alone', [long('-', 500, 'o'), ' x', long('+', 500, 'n')], [false, false, false]],
    ['one of more than its partners', ['-a', long('-', 500, 'o'), '+b'], [false, false, false]],
    ['an added one of more', ['-a', '+b', long('+', 500, 'n')], [false, false, false]],
    [
      'those of another hunk',
      [long('-', 500, 'o'), long('+', 500, 'n'), ' ', '-a', '+b'],
      [true, true, false, false, false],
    ],
    ['context behind a line', [`-${'x'.repeat(600)}`, ` ${'x'.repeat(600)}`], [false, false]],
    ['context', [` ${'x'.repeat(600)}`, `+${'x'.repeat(600)}`], [false, false]],
  ])('with its partner: %s', (_, lines, windows) => {
    expect(cut(lines).map((line) => line.includes('equal characters'))).toEqual(windows);
  });
});

describe('a unified diff', () => {
  const parse = (text: string, ...secrets: string[]) => parseUnifiedDiff(text, createScrubber(new Set(secrets)));

  test('is split by file', () => {
    const text = [
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x\t2026',
      '@@ -1,3 +1,3 @@ heading',
      ' same',
      '-old',
      '--- a header that is none',
      '+new',
      '+++ nor this',
      '\\ No newline at end of file',
      '--- "a/y z"',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-gone',
      'Binary files a/p and b/p differ',
      'Only in b: q',
    ].join('\n');
    expect(parse(text)).toEqual([
      {
        path: 'x',
        added: 2,
        removed: 2,
        lines: text.split('\n').slice(3, 10),
      },
      { path: 'y z', added: 0, removed: 1, lines: ['@@ -1 +0,0 @@', '-gone', 'Binary files a/p and b/p differ'] },
    ]);
  });

  test('has as many lines as its headers say, where they don’t count a missing line break', () => {
    const missing = '\\ No newline at end of file';
    const lines = ['@@ -10,11 +12,10 @@', ...Array.from({ length: 8 }, (_, index) => ` ${index}`)];
    const one = [...lines, '+a\\', '-b', missing, '+e', '-c', '-d', missing];
    const two = ['@@ -1 +1 @@', '-f', missing, '+g'];
    expect(parse(['--- a/x', '+++ b/x', ...one, '--- a/y', '+++ b/y', ...two].join('\n'))).toEqual([
      { path: 'x', added: 2, removed: 3, lines: one },
      { path: 'y', added: 1, removed: 1, lines: two },
    ]);
  });

  test('is taken for what it is by the beginning of its lines', () => {
    const none = ['Only in b: @@ -1 +1 @@', 'Only in b: Binary files', '-not in a hunk'];
    const hunk = ['@@ -1 +0,0 @@', '-a'];
    expect(parse(['--- lib/a/x "y"', '+++ lib/a/x "y"', ...hunk, ...none].join('\n'))).toEqual([
      { path: 'lib/a/x "y"', added: 0, removed: 1, lines: hunk },
    ]);
    expect(parse('--- "x"y\n+++ "x"y')[0]?.path).toBe('"x"y');
  });

  test('may have Windows line breaks, no header of Git, or nothing', () => {
    expect(parse('--- x\r\n+++ x\r\n@@ -0,0 +1 @@\r\n+a\r\n')).toMatchObject([
      { path: 'x', lines: ['@@ -0,0 +1 @@', '+a'] },
    ]);
    expect(parse('')).toEqual([]);
    expect(parse('@@ -1 +1 @@\n-a\n+b')).toEqual([]);
    expect(parse('Binary files x and y differ')).toEqual([]);
  });

  test('holds no secret, in a path or over several lines', () => {
    const text = '--- a/x\n+++ b/hunter-two\n@@ -0,0 +1,2 @@\n+see hunter-two\n+b\n';
    expect(parse(text, 'hunter-two')).toMatchObject([
      { path: '(sensitive)', added: 2, lines: ['@@ -0,0 +1,2 @@', '+see (sensitive)', '+b'] },
    ]);
  });
});

describe('a text that a file of the configuration has too', () => {
  const changed = (count: number, sign = '+') => Array.from({ length: count }, (_, index) => `${sign}line ${index}`);
  const file = (path: string, lines: string[]) => ({
    path: fromSource(path),
    added: 0,
    removed: 0,
    lines: lines as Clean[],
  });
  const attribute = (lines: string[]) => lines.map((line) => fromSource(`${line[0]}   ${line.slice(1)}`));
  const found = (diff: string[], ...files: ReturnType<typeof file>[]) => createLookup(files)(attribute(diff));

  test('is found from ten lines on', () => {
    expect(found(changed(10), file('x', ['@@', ' context', ...changed(10)]))).toBe(
      '10 lines, as under Rendered configuration: x',
    );
    expect(found(changed(9), file('x', changed(9)))).toBeUndefined();
    const context = [' a - b', ' c'];
    expect(found([...context, ...changed(9)], file('x', changed(9)))).toBeUndefined();
    expect(found([...context, ...changed(10)], file('x', changed(10)))).toMatch(/^10 lines/);
    expect(found(changed(10))).toBeUndefined();
  });

  test('in several files', () => {
    expect(found(changed(10), file('x', changed(10)), file('y', changed(10)), file('z', changed(10)))).toBe(
      '10 lines, as under Rendered configuration: x and 2 more',
    );
  });

  test.each<[string, string[], boolean]>([
    ['another line', changed(10).with(5, '+other'), false],
    ['the other side', changed(10, '-'), false],
    ['a line more', [...changed(10), '+more'], false],
    ['a line break at another place', [...changed(8), '+line 8line', '+ 9'], false],
    ['a carriage return in a line', changed(10).with(5, '+li\rne 5'), false],
    ['blank lines at its end', [...changed(10), '+', '+ '], true],
    ['Windows line breaks', changed(10).map((line) => `${line}\r`), true],
    ['context', [' a', ...changed(10), ' b'], true],
  ])('but for %s', (_, lines, same) => expect(found(changed(10), file('x', lines)) !== undefined).toBe(same));

  test('with what it replaces', () => {
    const both = [...changed(5, '-'), ...changed(5)];
    expect(found(both, file('x', both))).toBe('10 lines, as under Rendered configuration: x');
    expect(found(both, file('x', [...changed(5, '-'), ...changed(5).with(0, '+')]))).toBeUndefined();
  });
});

describe('a cost file', () => {
  const cells = (content: string) => costCells(fromSource(content));
  const json = (rest: object) => JSON.stringify({ before: '34.50', after: '17.90', ...rest });

  test.each<[string, string, readonly [string, string] | undefined]>([
    ['two amounts', json({}), ['$34.50', '$17.90 (−48 %)']],
    ['numbers', json({ before: 10, after: 20.5 }), ['$10.00', '$20.50 (+105 %)']],
    ['nothing to compare with', json({ before: '0', after: '5' }), ['$0', '$5']],
    ['next to no change', json({ before: '100', after: '100.2' }), ['$100', '$100.2 (±0 %)']],
    ['amounts below nought', json({ before: '-2', after: '-1' }), ['<span>$</span>-2', '<span>$</span>-1 (−50 %)']],
    [
      'a budget that is met',
      json({ budget: { minimumSavingPercent: 40, met: true } }),
      ['$34.50', '$17.90 (−48 %) · budget −40 % met'],
    ],
    [
      'a budget that is not',
      json({ budget: { minimumSavingPercent: 50, met: false } }),
      ['$34.50', '$17.90 (−48 %) · budget −50 % **not met**'],
    ],
    ['half a budget', json({ budget: { met: false } }), ['$34.50', '$17.90 (−48 %)']],
    ['the other half', json({ budget: { minimumSavingPercent: 5 } }), ['$34.50', '$17.90 (−48 %)']],
    ['an amount that is none', json({ after: '17.90x' }), undefined],
    ['an amount that is none before', json({ before: 'x17.90' }), undefined],
    ['an amount that is missing', '{"before":"1"}', undefined],
    ['an amount with half a fraction', json({ after: '17.' }), undefined],
    ['an arrow', ' $3 → $1 a month \n', ['$3', '$1']],
    ['an arrow to what stays', '$3 → $4, unchanged', ['$3', '$4, unchanged']],
    ['braces', '$3 {x}', ['–', '$3 {x}']],
    ['no change', '$3 a month, unchanged', ['$3', 'unchanged']],
    ['one amount', '$3 a month', ['–', '$3']],
    ['two lines', '$3\n$4', undefined],
    ['a table', '| a |', undefined],
    ['a heading', '# a', undefined],
    ['a list in JSON', '[1]', undefined],
    ['a line of 300 characters', '3'.repeat(300), ['–', '3'.repeat(300)]],
    ['a longer one', '3'.repeat(301), undefined],
    ['nothing', ' \n', undefined],
  ])('with %s', (_, content, expected) => expect(cells(content)).toEqual(expected));

  const section = (content: string, most = 10) => costSection(fromSource(content), most);

  test('that fills no cells is a section', () => {
    expect(section(' \n')).toBe('');
    expect(section('one\n\ntwo\n')).toBe('### Cost\n\none\n\ntwo\n\n');
    expect(section('{"a":1}\n')).toBe('### Cost\n\n```json\n{"a":1}\n```\n\n');
    expect(section('[1]')).toContain('```json');
    expect(section('a {b}')).toBe('### Cost\n\na {b}\n\n');
  });

  test('is cut at a line, in the comment alone', () => {
    const content = 'a line\n'.repeat(1000);
    expect(section(content)).toBe(`### Cost\n\n${'a line\n'.repeat(571).trim()}\n\n_…_\n\n`);
    expect(section(content, Number.POSITIVE_INFINITY)).not.toContain('_…_');
    expect(section('a'.repeat(4000))).not.toContain('_…_');
    expect(section('a'.repeat(4002))).toBe(`### Cost\n\n${'a'.repeat(4000)}\n\n_…_\n\n`);
    expect(section(`\n${'a'.repeat(4001)}`)).toBe(`### Cost\n\n${'a'.repeat(3999)}\n\n_…_\n\n`);
  });
});

test('whatever is cut, no line is too long and no more bytes are shown', () => {
  const lines = fc.array(fc.tuple(fc.constantFrom('+', '-', ' '), fc.string({ maxLength: 500 })), { maxLength: 12 });
  fc.assert(
    fc.property(lines, fc.nat(3000), (given, bytes) => {
      const shown = cut(
        given.map(([sign, text]) => `${sign}${text.replace(/\s/g, ' ')}`),
        160,
        bytes,
      );
      for (const line of shown) expect(line.length).toBeLessThanOrEqual(160 + 60);
      const whole = shown.filter((line) => !/^ {2}… \d+ more lines$/.test(line));
      expect(Buffer.byteLength(whole.map((line) => `${line}\n`).join(''))).toBeLessThanOrEqual(bytes);
    }),
  );
});
