import { EcsError } from '../model/ecs-error.ts';
import { type Json, number, text } from '../model/json.ts';

/** One page of a list and, where more follows, the token of the next. */
export function page<T>(items: readonly T[], input: Json, size: number): { items: readonly T[]; nextToken?: string } {
  const start = Number(text(input['nextToken']) ?? '0');
  if (!Number.isInteger(start) || start < 0) throw new EcsError('InvalidParameterException', 'Invalid nextToken.');
  const end = start + (number(input['maxResults']) ?? size);
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}
