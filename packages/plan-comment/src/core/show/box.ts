import { type Markdown, md, quote } from './escape.ts';

/** One of GitHub's alerts, such as md`WARNING`. */
export function box(kind: Markdown, content: Markdown): Markdown {
  return md`${quote(md`[!${kind}]\n${content}`)}\n\n`;
}
