import { describe, expect, test } from 'vitest';
import type { CleanPart, Finding, Severity } from '../judge/policy.ts';
import { fromSource } from '../secrets/clean.ts';
import { alerts } from './alerts.ts';

const words = (text: string): CleanPart => ({ kind: 'words', text: fromSource(text) });
const listed = (...texts: string[]): CleanPart => ({ kind: 'list', texts: texts.map(fromSource) });

function finding(severity: Severity, rule: string, addresses: string[], ...message: CleanPart[]): Finding {
  return { severity, rule, addresses: addresses.map(fromSource), message };
}
const ALL = Number.POSITIVE_INFINITY;
const one = (message: CleanPart, most: number) => alerts([finding('danger', 'r', ['a.b'], message)], most);

describe('findings', () => {
  test('are in boxes, notices folded below their rules', () => {
    const found = [
      finding('danger', 'r', ['a.b'], words('is bad')),
      finding('warning', 's', ['a.c'], words('is odd')),
      finding('notice', 't', ['a.d'], words('is so')),
    ];
    expect(alerts(found, 10)).toBe(
      [
        '> [!CAUTION]\n> - `a.b`: is bad (`r`)\n\n',
        '> [!WARNING]\n> - `a.c`: is odd (`s`)\n\n',
        '<details><summary>ℹ️ 1 notice: <code>t</code></summary>\n\n- `a.d`: is so (`t`)\n\n</details>\n\n',
      ].join(''),
    );
    const notices = ['t', 'u', 't'].map((rule) => finding('notice', rule, ['a.d'], words('is so')));
    expect(alerts(notices, 10)).toContain('<summary>ℹ️ 3 notices: <code>t</code>, <code>u</code></summary>');
    expect(alerts([], 10)).toBe('');
  });

  test('are counted where there are more than that', () => {
    const found = ['a.b', 'a.c', 'a.d'].map((address) => finding('danger', 'r', [address], words('is bad')));
    expect(alerts(found, 3)).toMatch(/`a\.d`: is bad \(`r`\)\n\n$/);
    expect(alerts(found, 2)).toMatch(/`a\.c`: is bad \(`r`\)\n> - and 1 more\n\n$/);
  });

  test('of several resources name the first, and all in the full text', () => {
    const found = [finding('danger', 'r', ['a.b', 'a.c', 'a.d'], words('is bad'))];
    expect(alerts(found, 10)).toBe('> [!CAUTION]\n> - `a.b` and 2 more: is bad (`r`)\n\n');
    expect(alerts(found, ALL)).toBe(
      '> [!CAUTION]\n> - 3 resources: is bad (`r`)\n>   - `a.b`\n>   - `a.c`\n>   - `a.d`\n\n',
    );
    expect(alerts([finding('danger', 'r', ['a.b'], words('is bad'))], ALL)).toBe(
      '> [!CAUTION]\n> - `a.b`: is bad (`r`)\n\n',
    );
  });

  test('have short names in the comment, and whole ones in the full text', () => {
    const found = [finding('danger', 'r', [`a.${'b'.repeat(400)}`], words('is bad'))];
    expect(alerts(found, 10)).toContain('(402 characters)');
    expect(alerts(found, ALL)).toContain(`\`a.${'b'.repeat(400)}\``);
  });
});

describe('a value in a finding', () => {
  test('of a list: three of them, and all in the full text', () => {
    expect(one(listed('x', 'y', 'z'), 10)).toContain(': `x`, `y`, `z` (`r`)');
    expect(one(listed('x', 'y', 'z', 'w'), 10)).toContain(': `x`, `y`, `z` and 1 more (`r`)');
    expect(one(listed('x', 'y', 'z', 'w'), ALL)).toContain(': `x`, `y`, `z`, `w` (`r`)');
  });

  test.each<[string, (text: string) => CleanPart]>([
    ['of a list', (text) => listed(text)],
    ['that is code', (text) => ({ kind: 'code', text: fromSource(text) })],
    ['that is a text', (text) => ({ kind: 'text', text: fromSource(text) })],
  ])('%s has 600 characters, and all in the full text', (_, part) => {
    const [shown, long] = ['x'.repeat(600), 'x'.repeat(601)];
    expect(one(part(shown), 10)).toContain(shown);
    expect(one(part(long), 10)).toMatch(/x{120} (?:\\)?\(601 characters(?:\\)?\)/);
    expect(one(part(long), ALL)).toContain(long);
  });

  test('of several lines keeps them, code and words have one', () => {
    expect(one({ kind: 'text', text: fromSource('*x*\ny\n') }, 10)).toContain(': \\*x\\*<br>y (`r`)');
    expect(one({ kind: 'code', text: fromSource('*x*') }, 10)).toContain(': `*x*` (`r`)');
  });
});
