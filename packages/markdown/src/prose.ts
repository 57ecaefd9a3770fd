import { join } from './blocks.ts';
import type { Markdown } from './brand.ts';
import { code } from './code.ts';
import { md } from './template.ts';
import { text, withinLine } from './text.ts';

/** A message in which pairs of backticks mark code, as in "set `fail-on`"; all else is `text`. */
export function prose(message: string): Markdown {
  const parts = message.split(/(`[^`]+`)/);
  const shown = parts.map((part, index) => {
    if (index % 2 === 1) return code(part.slice(1, -1));
    return index === 0 ? text(part) : withinLine(part);
  });
  return join(shown, md``);
}
