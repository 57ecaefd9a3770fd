import { type Html, htmlOf } from './brand.ts';
import { unlinked } from './references.ts';
import { DOLLAR, FORMULA } from './text.ts';
import { oneLine, visible } from './visible.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  $: DOLLAR,
};
const SPECIAL = new RegExp(`[&<>"']|${FORMULA}`, 'g');

/** Text of any origin between tags of one line of HTML. GitHub looks for mentions, references and emoji names there as well. */
export function htmlText(value: string): Html {
  return htmlOf(unlinked(visible(oneLine(value))).replace(SPECIAL, (char) => ENTITIES[char] ?? char));
}

/** Code in one line of HTML. GitHub makes no mentions or links inside `<code>`. */
export function htmlCode(value: string): Html {
  const shown = visible(value.replaceAll('\t', ' '));
  return htmlOf(`<code>${shown.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)}</code>`);
}
