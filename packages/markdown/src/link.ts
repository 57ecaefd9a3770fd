import { type Markdown, markdown } from './brand.ts';
import { md } from './template.ts';
import { text } from './text.ts';

/** A link to an address with http or https, or within GitHub (`/owner/repo`, `../`, `#part`). Any other address is shown as text. */
export function link(label: Markdown, url: string): Markdown {
  const address = url.trim();
  if (!isLinkable(address)) return md`${label} (${text(address)})`;
  return markdown(`[${label === '' ? text(address) : label}](${destination(address)})`);
}

function isLinkable(address: string): boolean {
  if (/^https?:\/\/[^/]/i.test(address)) return URL.canParse(address);
  return /^(?:\/(?![/\\])|\.{1,2}\/|#)/.test(address);
}

/** Percent signs that are there stay; whatever could end the destination or be decoded in it becomes one. */
function destination(address: string): string {
  return address
    .toWellFormed()
    .replace(/[^\w.~:/?#@!$&'*+,;=%-]/gu, (char) =>
      /[()[\]]/.test(char) ? `%${char.charCodeAt(0).toString(16).toUpperCase()}` : encodeURIComponent(char),
    )
    .replace(/&(?=#?\w+;)/g, '&amp;');
}
