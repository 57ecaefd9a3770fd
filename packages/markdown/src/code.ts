import { type Markdown, markdown } from './brand.ts';
import { unlinked } from './references.ts';
import { visible } from './visible.ts';

/**
 * Code within a line, in a table too. Everything shows as it is: backticks, pipes, and what is invisible as an escape (`\u000a`).
 */
export function code(value: string): Markdown {
  const shown = visible(value.replaceAll('\t', ' ')) || ' ';
  // A pipe needs a backslash in a table and must not have one elsewhere: as an entity it is the same in both.
  if (shown.includes('|')) return markdown(`<code>${entities(unlinked(shown))}</code>`);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .*[^ ].* $/.test(shown) ? ' ' : '';
  return markdown(`${fence}${pad}${shown}${pad}${fence}`);
}

const PLAIN = /^[\n\t -~]*$/;

/**
 * Lines in a block that nothing in them can close.
 *
 * @param language What GitHub highlights it as: `diff`, `json`.
 */
export function fence(content: string, language: string): Markdown {
  if (!/^[\w+-]*$/.test(language)) throw new Error(`${JSON.stringify(language)} is not a language of a code block.`);
  // Most of what is shown has nothing to write out.
  const shown = PLAIN.test(content)
    ? content
    : content
        .split('\n')
        .map((line) => line.split('\t').map(visible).join('\t'))
        .join('\n');
  const marks = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return markdown(`${marks}${language}\n${shown}\n${marks}`);
}

function entities(shown: string): string {
  return shown.replace(/[^A-Za-z0-9 \u0080-\u{10ffff}]|\u200b/gu, (char) => `&#${char.codePointAt(0)};`);
}

function longestRun(shown: string): number {
  let longest = 0;
  for (const run of shown.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}
