import { type Markdown, markdown } from './brand.ts';

/** Bold, whatever is at its ends and beside it. */
export function bold(content: Markdown): Markdown {
  // Next to a space or a sign, asterisks may mean themselves.
  const isSure = /^[\p{L}\p{N}](?:[^*]*[\p{L}\p{N}])?$/u.test(content);
  return markdown(isSure ? `**${content}**` : `<strong>${content}</strong>`);
}

/** Small print. */
export function sub(content: Markdown): Markdown {
  return markdown(`<sub>${content}</sub>`);
}
