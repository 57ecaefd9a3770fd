import { isExpected, ServiceError, UserError } from '@loki-adoption/errors';

/** What every command exits with. */
export const EXIT = { ok: 0, finding: 1, usage: 2, unavailable: 3 } as const;

/** A tool that isn't installed or a service that doesn't answer. */
export class UnavailableError extends UserError {}

/** Arguments that don't go together, or are missing. */
export class UsageError extends UserError {}

/** The code of anything a command throws. */
export function exitCodeOfError(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof UnavailableError || error instanceof ServiceError ? EXIT.unavailable : EXIT.finding;
}

/** A person's mistake, and a service that refused or didn't answer, say so in their own words; only a bug shows its stack. */
export function describeError(error: unknown): string {
  if (isExpected(error)) return error.message;
  if (!(error instanceof Error)) return String(error);
  const status: unknown = Reflect.get(error, 'status');
  // An error of octokit, recognized by its fields: importing octokit for its class would slow down every command.
  return typeof status === 'number' ? `GitHub answered ${status}: ${error.message}` : (error.stack ?? error.message);
}

/** Stricli has negative codes of its own for what the parser refuses; for a user all of these are wrong usage. */
export function exitCodeOf(code: number | string | null | undefined): number {
  const value = Number(code ?? 0);
  return value < 0 || value > 250 ? EXIT.usage : value;
}
