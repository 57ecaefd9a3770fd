/** A mistake that its reader can mend: the message says what is wrong, where, and how to fix it. Shown without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The text of anything thrown, for a one-line message. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
