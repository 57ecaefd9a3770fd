import { type Markdown, markdown } from './brand.ts';
import { oneLine, visible } from './visible.ts';

/**
 * `<!-- words -->`: what only programs read. Two hyphens in a row, which could end it, become `-%2D`.
 *
 * At the beginning of a line it makes all of that line HTML: set it on a line of its own, or behind other text.
 */
export function comment(words: string): Markdown {
  return markdown(`<!-- ${visible(oneLine(words)).trim().replaceAll('--', '-%2D')} -->`);
}
