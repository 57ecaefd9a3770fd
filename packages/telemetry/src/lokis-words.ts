import { scrubbed } from '@loki-adoption/secrets';

/**
 * What Loki, or a proxy before it, says about a request that it refused: at most 300 characters. Loki explains in its own words and quotes
 * the rest, which may come out of a log: "pipeline error: 'SampleExtractionErr' for series: '{user=…}'". Nothing is shown behind the first
 * quotation mark or bracket: what is quoted may hold such marks itself.
 */
export function lokisWords(text: string): string {
  const words = text.trim();
  if (words.startsWith('<')) return formOf(words);
  const quoted = words.search(OPENING);
  if (quoted < 0) return scrubbed(words).slice(0, 300);
  return `${scrubbed(words.slice(0, quoted)).slice(0, 300)}… (Loki's own log has the rest)`;
}

/** An apostrophe inside a word opens nothing. */
const OPENING = /["`{[]|(?<!\w)'/;

/** The form of a text, and nothing of what it says. */
export function formOf(text: string): string {
  return `${text.trimStart().startsWith('<') ? 'HTML or XML' : 'text'} of ${text.length} characters`;
}
