import { child, type Json } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';

export type Severity = 'danger' | 'warning' | 'notice';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['danger', 'warning', 'notice'];

/** A piece of a message: our own words, or a value of the plan, which may hold a secret. */
export type Part =
  | { readonly kind: 'words' | 'code' | 'text'; readonly text: string }
  /** Values of which a comment shows the first few. */
  | { readonly kind: 'list'; readonly texts: readonly string[] };

export interface Hit {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: readonly Part[];
}

export type Rule = (change: ResourceChange) => Hit[];

/** Whether an attribute gets this value by the change. */
export function becomes(change: ResourceChange, attribute: string, value: Json): boolean {
  return child(change.after, attribute) === value && child(change.before, attribute) !== value;
}

/** A message of our own words, with holes for values: says`attaches ${code(name)}`. */
export function says(words: TemplateStringsArray, ...holes: readonly (Part | readonly Part[] | number)[]): Part[] {
  return words.flatMap((text, index) => {
    const hole = holes[index];
    const parts = hole === undefined ? [] : typeof hole === 'number' ? [word(String(hole))] : hole;
    return [word(text), ...(Array.isArray(parts) ? parts : [parts as Part])].filter(
      (part) => part.kind === 'list' || part.text !== '',
    );
  });
}

/** Words of our own; of a value of the plan, they would show a secret. */
export function word(text: string): Part {
  return { kind: 'words', text };
}

export function code(text: string): Part {
  return { kind: 'code', text };
}

export function listed(texts: readonly string[]): Part {
  return { kind: 'list', texts: [...new Set(texts)].filter((text) => text !== '') };
}
