import { createHash } from 'node:crypto';
import type { Environment } from '@loki-adoption/environment';

/** Changes when a merge changes anything that the environment says, comments and key order aside. */
export function hashDesiredState(environment: Environment): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(environment)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
