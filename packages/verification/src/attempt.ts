import { ServiceError } from '@loki-adoption/errors';
import type { Verdict } from './core/verdict.ts';

/** The verdict of a check; `error` where a service failed a call of it. */
export async function attempt(check: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { status: 'error', detail: error.message };
  }
}
