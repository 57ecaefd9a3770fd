import { formatsIn, type Hit } from './formats.ts';
import { isNamedSecret } from './names.ts';
import { pairsIn } from './pairs.ts';
import { isReference } from './references.ts';

/** Why a value is taken for a secret. */
export type Suspicion = Pick<Hit, 'what' | 'certain'>;

/** Whether the value of a variable is a secret, by its format, by its name, or by what it holds. */
export function secretIn(name: string, value: string): Suspicion | undefined {
  if (isReference(value)) return undefined;
  const hits = secretsInText(value);
  const certain = hits.find((hit) => hit.certain);
  if (certain) return certain;
  return isNamedSecret(name, value) ? { what: 'a secret, by its name', certain: false } : hits[0];
}

/** All secrets in a text of any kind, by where they begin. */
export function secretsInText(text: string): Hit[] {
  return [...formatsIn(text), ...pairsIn(text)].sort((a, b) => a.start - b.start || b.end - a.end);
}

export const HIDDEN = '(hidden)';

/** The text without what looks like a secret. */
export function scrubbed(text: string): string {
  let result = '';
  let shown = 0;
  for (const { start, end } of secretsInText(text)) {
    if (start >= shown) result += text.slice(shown, start) + HIDDEN;
    shown = Math.max(shown, end);
  }
  return result + text.slice(shown);
}
