/** One function for each place that text from a plan goes to: nothing else may put such text into a comment. */

/** Line breaks, control and direction-changing characters made visible: what is read has to be what is there. */
function visible(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => {
    if (char === '\t') return ' ';
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Inside `<code>` of a line of HTML. GitHub makes no mentions or links there. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(text)}</code>`;
}

/** Text between tags of a line of HTML. */
export function htmlText(text: string): string {
  return visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Code within a line of Markdown, in a table too. */
export function inlineCode(text: string): string {
  const shown = visible(text) || ' ';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown.replace(/\|/g, '\\|')}${pad}${fence}`;
}

/** Plain words: no formatting, no mention, no reference, no link. */
export function plain(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()<>#+!|~&$:-]/g, (char) => `\\${char}`)
    .replace(/@/g, '@\u200b')
    .replace(/(\\#|GH\\-)(?=\d)/gi, '$1\u200b')
    .replace(/(https?|www)(?=\\?[:.])/gi, '$1\u200b');
}

/** Markdown of our own tools: tables and emphasis stay, HTML and mentions don't. */
export function trustedMarkdown(markdown: string): string {
  return markdown
    .toWellFormed()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@(?=[A-Za-z0-9])/g, '@\u200b')
    .replace(/(#|GH-)(?=\d)/gi, '$1\u200b')
    .replace(/!(?=\[)/g, '\\!');
}

/** A block that its content can't close. */
export function fenced(lines: readonly string[], language: string): string {
  const shown = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return `${fence}${language}\n${shown.join('\n')}\n${fence}`;
}

/** A folded block; the summary is HTML, the content Markdown. */
export function details(summaryHtml: string, content: string, isOpen: boolean): string {
  return `<details${isOpen ? ' open' : ''}><summary>${summaryHtml}</summary>\n\n${content}\n</details>\n`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}
