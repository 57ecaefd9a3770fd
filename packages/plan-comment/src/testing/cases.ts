import { readFileSync } from 'node:fs';
import { parsePlan } from '../core/read/parse-plan.ts';
import type { Plan, ResourceChange } from '../core/read/plan.ts';
import type { CommentInput } from '../core/show/comment-input.ts';
import { type RenderedComment, renderComment } from '../core/show/render.ts';

const CASES = new URL('../fixtures/cases/', import.meta.url);

/** Plans of fixtures/cases, by their names without `.json`. */
export function casePlans(...names: readonly string[]): Plan[] {
  return names.flatMap((name) => parsePlan(readFileSync(new URL(`${name}.json`, CASES)), `${name}.json`));
}

/** A plan of Terraform 1.14 that has these members. */
export function planOf(document: object): Plan[] {
  return parsePlan(JSON.stringify({ format_version: '1.2', planned_values: {}, ...document }), 'plan.json');
}

/** An entry of `resource_changes` that changes an object in place. */
export function updateOf(before: object, after: object, rest: object = {}): object {
  return entryOf('a_b.c', ['update'], { before, after, ...rest });
}

export function entryOf(address: string, actions: readonly string[], change: object = {}, rest: object = {}): object {
  const [type = ''] = address.split('.');
  return {
    address,
    mode: 'managed',
    type,
    name: 'c',
    change: { actions, before: null, after: null, ...change },
    ...rest,
  };
}

/** A change with these actions. The plan has another one at first: what does nothing isn't kept of a plan. */
export function changeOf(actions: readonly string[], change: object = {}, rest: object = {}): ResourceChange {
  const [plan] = planOf({ resource_changes: [entryOf('a_b.c', ['update'], change, rest)] });
  if (plan?.changes[0] === undefined) throw new Error('no change');
  return { ...plan.changes[0], actions };
}

export interface Shown extends Omit<RenderedComment, 'full'> {
  readonly full: string;
  /** The verdict. */
  readonly heading: string;
}

export function shown(plans: readonly Plan[], rest: Partial<CommentInput> = {}): Shown {
  const comment = renderComment({ environment: 'dev', plans, ...rest });
  return { ...comment, full: [...comment.full()].join(''), heading: comment.body.split('\n')[1] ?? '' };
}

/** Lines of a diff that say something of an attribute, without the sign. */
export function linesOf(text: string, attribute: string): string[] {
  return text.split('\n').filter((line) => /^[-+! ] /.test(line) && line.slice(2).startsWith(attribute));
}
