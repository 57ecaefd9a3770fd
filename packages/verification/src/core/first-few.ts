const MOST = 5;

/** `a, b, c, d, e and 2995 more`: a verdict names what to look at, not every task of a large service. */
export function firstFew(texts: readonly string[]): string {
  const more = texts.length - MOST;
  return more > 0 ? `${texts.slice(0, MOST).join(', ')} and ${more} more` : texts.join(', ');
}
