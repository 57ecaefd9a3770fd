import { type Html, htmlOf, type Markdown, markdown } from './brand.ts';
import { seam } from './seam.ts';

/** An unfinished tag or comment, a backtick or a backslash, or the beginning of a link's target. */
const UNFIT_BEFORE = /(?:<(?:\/|[a-z!?][^>]*)?|[`\\]|\]\()$/i;
const UNFIT_AFTER = /^`/;

/**
 * Markdown of our own with holes for what isn't: md`**${text(name)}** has ${3} tasks`. Text that wasn't escaped doesn't compile.
 *
 * @throws Error when a hole stands where escaped text means something else: beside a backtick (`code` is for that), behind a
 * backslash, in a tag or a comment (`comment`), in a link's target (`link`).
 */
export function md(words: TemplateStringsArray, ...holes: readonly (Markdown | number)[]): Markdown {
  return markdown(filled(words, holes));
}

/** HTML of our own with holes for what isn't: html`<b>new</b> ${htmlCode(address)}`. @throws Error as `md` does. */
export function html(words: TemplateStringsArray, ...holes: readonly (Html | number)[]): Html {
  return htmlOf(filled(words, holes));
}

function filled(words: TemplateStringsArray, holes: readonly (string | number)[]): string {
  let result = words[0] ?? '';
  for (const [index, hole] of holes.entries()) {
    const before = words[index] ?? '';
    const after = words[index + 1] ?? '';
    if (UNFIT_BEFORE.test(before) || UNFIT_AFTER.test(after)) {
      throw new Error(`A hole stands between ${JSON.stringify(before)} and ${JSON.stringify(after)}.`);
    }
    const isBehindHole = before === '' && index > 0;
    result += `${seam(result, String(hole), isBehindHole)}${hole}${after}`;
  }
  return result;
}
