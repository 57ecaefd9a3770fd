import { describe, expect, test } from 'vitest';
import {
  environmentIn,
  firstLine,
  isOutdated,
  isOwn,
  outdatedBody,
  ROLL_UP_MARKER,
  type RollUpRow,
  rollUpBody,
  showsPlan,
} from './posted-comment.ts';

const MARKER = '<!-- loki-adoption:plan environment=dev -->';
const posted = (verdict: string) => `${MARKER}\n## 🔶 dev: ${verdict}\n\n### Resources\n`;

describe('a comment is this action’s', () => {
  test.each<[string, string | undefined]>([
    [MARKER, 'dev'],
    [`${MARKER}\n## x`, 'dev'],
    [`${MARKER}\r\n## x`, 'dev'],
    ['<!-- loki-adoption:plan environment=a9.B_c-d -->', 'a9.B_c-d'],
    ['<!-- loki-adoption:plan environment=x -->', 'x'],
    ['<!-- loki-adoption:plan environment=-x -->', undefined],
    ['<!-- loki-adoption:plan environment= -->', undefined],
    [`> ${MARKER}`, undefined],
    [`${MARKER} x`, undefined],
    [`hello\n${MARKER}`, undefined],
    ['', undefined],
  ])('by its first line: %j', (body, environment) => {
    expect(environmentIn(body)).toBe(environment);
    expect(isOwn(body)).toBe(environment !== undefined);
  });

  test('also that with a line for each environment', () => {
    expect(ROLL_UP_MARKER).toBe('<!-- loki-adoption:plans -->');
    expect(isOwn(`${ROLL_UP_MARKER}\n## Plans`)).toBe(true);
    expect(isOwn(`x\n${ROLL_UP_MARKER}`)).toBe(false);
    expect(firstLine('a\r\nb\nc')).toBe('a');
  });
});

describe('a comment whose environment has no plan any more', () => {
  test('says so, since when, and what the last plan said', () => {
    const body = outdatedBody('dev', posted('1 to add, **1 to destroy**'), '0123456789');
    expect(body).toBe(
      '## ⚪ dev: outdated\n<!-- loki-adoption:outdated -->\n\nThis pull request no longer changes `dev` since `0123456`. The last plan said: 🔶 1 to add, **1 to destroy**\n',
    );
    expect(outdatedBody('dev', posted('no changes'), undefined)).toContain(
      'no longer changes `dev`. The last plan said: 🔶 no changes\n',
    );
  });

  test('shows no plan', () => {
    const outdated = `${MARKER}\n${outdatedBody('dev', posted('no changes'), undefined)}`;
    expect(isOutdated(outdated)).toBe(true);
    expect(isOutdated(outdated.replaceAll('\n', '\r\n'))).toBe(true);
    expect(showsPlan(outdated, MARKER)).toBe(false);
    expect(showsPlan(posted('x <!-- loki-adoption:outdated -->'), MARKER)).toBe(true);
    expect(showsPlan(posted('x'), MARKER.replace('dev', 'prod'))).toBe(false);
  });

  test('has a verdict of 400 characters at most, or none', () => {
    const said = (body: string) => /said: (.*)\n$/.exec(outdatedBody('dev', body, undefined))?.[1];
    expect(said(posted('x'.repeat(500)))).toBe(`🔶 ${'x'.repeat(397)}`);
    expect(said(MARKER)).toBe('');
    expect(said(`${MARKER}\r\n### no\r\n## ✅ dev: no changes: none\r\n`)).toBe('✅ no changes: none');
  });
});

describe('one line for each environment', () => {
  const row = (environment: string, commit: string | undefined): RollUpRow => ({
    environment,
    comment: { url: `https://github.test/${environment}`, body: posted('no changes'), commit },
  });

  test('is linked to its comment, and says whether that is old', () => {
    const rows = [
      row('dev', 'c1'),
      row('old', 'c0c0c0c0'),
      row('any', undefined),
      { environment: 'none', comment: undefined },
    ];
    expect(rollUpBody(rows, 'c1')).toBe(
      [
        '<!-- loki-adoption:plans -->',
        '## Plans of 4 environments',
        '',
        '| environment | plan |',
        '|-------------|------|',
        '| [dev](https://github.test/dev) | 🔶 no changes |',
        '| [old](https://github.test/old) | 🔶 no changes · of `c0c0c0c`, **not the newest commit** |',
        '| [any](https://github.test/any) | 🔶 no changes |',
        '| `none` | ❔ no plan |',
        '',
        '<sub>Plans of `c1`</sub>',
        '',
      ].join('\n'),
    );
  });

  test('without a commit none is old', () => {
    const body = rollUpBody([row('dev', 'c1')], undefined);
    expect(body).toContain('## Plans of 1 environment\n');
    expect(body.endsWith('| [dev](https://github.test/dev) | 🔶 no changes |\n')).toBe(true);
  });

  test('of a hundred and one', () => {
    const many = (count: number) =>
      rollUpBody(
        Array.from({ length: count }, (_, index) => row(`e${index}`, 'c1')),
        'c1',
      );
    expect(many(100)).not.toContain('more');
    expect(many(101)).toContain('| [e99]');
    expect(many(101)).not.toContain('| [e100]');
    expect(many(101)).toContain('_… and 1 more._');
  });
});
