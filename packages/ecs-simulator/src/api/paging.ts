import { EcsError } from '../model/ecs-error.ts';
import { type Json, number, text } from '../model/json.ts';

/** One page of a list and, where more follows, the token of the next. */
export function page<T>(items: readonly T[], input: Json, size: number): { items: readonly T[]; nextToken?: string } {
  const start = Number(text(input['nextToken']) ?? '0');
  if (!Number.isInteger(start) || start < 0) throw new EcsError('InvalidParameterException', 'Invalid nextToken.');
  const maximum = number(input['maxResults']) ?? size;
  if (maximum < 1 || maximum > 100) {
    throw new EcsError('InvalidParameterException', 'maxResults must be between 1 and 100.');
  }
  const end = start + maximum;
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}
