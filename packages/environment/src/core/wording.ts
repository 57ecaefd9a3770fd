import { closest, distance } from 'fastest-levenshtein';
import type { ValuePath } from '../model.ts';

const SHOWN_CHARACTERS = 60;

/** Text in quotes, pure ASCII: a look-alike letter or a control character shows as what it is. */
export function quote(text: string): string {
  const short = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return JSON.stringify(short).replace(/[^\x20-\x7e…]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `services.worker.ports.grpc`, `rollout.waves[0].services[1]`; odd keys in brackets and quotes. */
export function formatPath(path: ValuePath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(step)) return `[${quote(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** `, did you mean x?` when one of the known words is near enough, otherwise nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0 || word.length > SHOWN_CHARACTERS) return '';
  const best = closest(word.toLowerCase(), [...known]);
  const near = distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(best.length / 3));
  return near && best.length > 2 ? `, did you mean ${best}?` : '';
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join('');
}

/** `a, b and c`. */
export function allOf(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('');
}

/** What a value is, in words. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a map';
  return String(value);
}
