/** A mistake that its reader can fix: the message says what is wrong, where, and how to fix it. Shown without a stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/**
 * A service (AWS, Loki, Prometheus, GitHub, a registry) refused a call or did not answer. The call failed, and nothing is known of
 * what it asked about. Any other error that a call throws is a bug.
 */
export class ServiceError extends Error {
  override readonly name: string = 'ServiceError';
  /** Who failed: `ECS`, `S3`, `Loki`, `GitHub`. */
  readonly service: string;
  /** Whether the same call may succeed later: throttling, a server's fault, a lost connection. */
  readonly retryable: boolean;

  constructor(service: string, retryable: boolean, message: string, options?: ErrorOptions) {
    super(message, options);
    this.service = service;
    this.retryable = retryable;
  }
}

/** Whether an error is shown without its stack: anything else that is thrown is a bug. */
export function isExpected(error: unknown): error is UserError | ServiceError {
  return error instanceof UserError || error instanceof ServiceError;
}

/** The text of anything thrown, for a one-line message. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
