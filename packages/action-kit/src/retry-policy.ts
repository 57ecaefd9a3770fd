// What both of our clients of GitHub keep to: octokit.ts and direct-github.ts.

export const REQUEST_TIMEOUT_MS = 30_000;
/** Repetitions of a failed call, except one that creates something. */
export const FAILURE_RETRIES = 3;
/** A longer pause is refused: the step fails with GitHub's message instead of holding a runner. */
export const LONGEST_PAUSE_SECONDS = 60;
const RATE_LIMIT_RETRIES = 2;

/** Whether a call whose rate GitHub limits is repeated after `seconds`, said in the log; `retries` were made before. */
export function waitsForRateLimit(
  call: string,
  seconds: number,
  retries: number,
  log: (message: string) => void,
): boolean {
  const again = retries < RATE_LIMIT_RETRIES && seconds <= LONGEST_PAUSE_SECONDS;
  log(`GitHub limits the rate of ${call}: ${again ? `again in ${seconds} s` : 'giving up'}.`);
  return again;
}
