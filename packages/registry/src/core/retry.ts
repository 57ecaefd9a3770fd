/** Longest pause that a registry may ask for; one that asks for more counts as not reachable now. Milliseconds. */
const LONGEST_PAUSE_MS = 30_000;

/** How long to wait before the next attempt (from 1), in milliseconds; undefined when it isn't worth waiting. */
export function pauseBefore(attempt: number, retryAfter: string | undefined, nowMs: number): number | undefined {
  const asked = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, nowMs);
  const pause = asked ?? 500 * 2 ** (attempt - 1);
  return pause > LONGEST_PAUSE_MS ? undefined : pause;
}

/** `Retry-After` is a number of seconds or a date (RFC 9110 §10.2.3). */
function retryAfterMs(header: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Whether the same request may succeed later. */
export function isTemporary(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
