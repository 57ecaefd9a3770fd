import { type Markdown, md } from './escape.ts';

/** What stands below a table of at most `most` rows. */
export function moreRows(total: number, most: number): Markdown {
  return total > most ? md`\n\n_… and ${total - most} more._` : md``;
}
