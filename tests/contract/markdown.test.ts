import { describe, expect, test } from 'vitest';
import { glob, read } from './repository.ts';

/** Code that runs, outside the package that escapes. */
const SOURCES = glob('{packages/*/src,scripts}/**/*.ts').filter(
  (path) => !path.startsWith('packages/markdown/') && !/\.(test|fixture)\.ts$|\/(testing|fixtures)\//.test(path),
);

/** Patterns found only in code that escapes text for GitHub or bypasses the escaping. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  'an entity': /&(?:lt|gt|amp|quot|#\d+|#x[\da-f]+);/i,
  'a character without width': /\\u(?:200b|2060|\{200b\}|\{2060\})|[\u200b\u2060]/i,
  'a pipe with a backslash': /replace(?:All)?\(\s*(?:'\|'|"\|"|\/(?:\\\||\[\|\])\/g)/,
  'replaced backticks': /replace(?:All)?\(\s*(?:'`+'|"`+"|\/`+\+?\/g)/,
  'a class of Markdown characters': /\[(?=[^\]\s]*`)(?=[^\s]*?[*_])(?:\\\S|[^\]\\\s])*[[<#~>](?:\\\S|[^\]\\\s])*\]/,
  'a fence of its own': /`?'`'\.repeat\(/,
  'an HTML comment around text': /<!-- [^`\n]*\$\{/,
  'a folded block': /<details[^`\n]*\$\{/,
  'a claim to be escaped': /\bas (?:unknown as )?(?:Markdown|Html)(?=\s*[;,)\]}\n])/,
};

/** Files that are allowed to match, and why. One that no longer does doesn't belong here. */
const EXEMPT: Readonly<Record<string, string>> = {
  'packages/plan-comment/src/core/secrets/patterns.ts': 'looks for secrets in the forms that others escape them to',
  'packages/sandbox/src/aws/validation/wire/xml.ts': 'writes the XML that AWS answers in',
};

function signsIn(source: string): string[] {
  return Object.entries(SIGNS).flatMap(([name, pattern]) => (pattern.test(source) ? [name] : []));
}

describe('text is escaped for GitHub in packages/markdown alone', () => {
  test('no other file escapes', () => {
    expect(SOURCES.length).toBeGreaterThan(300);
    const found = SOURCES.filter((path) => !(path in EXEMPT)).flatMap((path) =>
      signsIn(read(path)).map((sign) => `${path}: ${sign}`),
    );
    expect(found, 'use text, code, fence, table, … of @loki-adoption/markdown').toEqual([]);
  });

  test.each(Object.keys(EXEMPT))('%s still needs its exemption', (path) => {
    expect(SOURCES).toContain(path);
    expect(signsIn(read(path))).not.toEqual([]);
  });

  test.each([
    ['an entity', "value.replaceAll('@', '&#64;')"],
    ['an entity', "text.replace(/</g, '&lt;')"],
    ['a character without width', String.raw`text.replace(/@/g, '@\u200b')`],
    ['a pipe with a backslash', String.raw`cell.replaceAll('|', '\\|')`],
    ['a pipe with a backslash', String.raw`cell.replace(/\|/g, '\\|')`],
    ['replaced backticks', `name.replaceAll('\`', "'")`],
    ['a class of Markdown characters', String.raw`plain.replace(/[\\\`*_[\]<>#~]/g, escape)`],
    ['a class of Markdown characters', String.raw`text.replace(/[\\\`*_{}[\]()<>#+!|~&$:-]/g, escape)`],
    ['a class of Markdown characters', String.raw`.replace(/[\\\`*_[\]|~#!]/g, '\\$&')`],
    ['a fence of its own', "const fence = '`'.repeat(longest + 1);"],
    ['an HTML comment around text', 'return `<!-- loki-adoption:x environment=${name} -->`;'],
    ['a folded block', 'return `<details><summary>${summary}</summary>`;'],
    ['a claim to be escaped', 'return text as Markdown;'],
    ['a claim to be escaped', 'post(body as unknown as Markdown)'],
  ])('%s is found in %s', (sign, source) => {
    expect(signsIn(source)).toContain(sign);
  });

  test.each(['in Markdown, as Markdown or JSON', 'a?.[0] ** 2', '[md`**a**`, md`~${b}`]', "parts.join(' | ')"])(
    'nothing is found in %s',
    (source) => {
      expect(signsIn(source)).toEqual([]);
    },
  );
});
