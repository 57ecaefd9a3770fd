import { UserError } from '@loki-adoption/errors';

/**
 * `missing`: no such image, tag or digest. `denied`: not with these credentials. `invalid`: an answer that can't be
 * trusted or understood. `unreachable`: no answer, now.
 */
export type RegistryFailure = 'missing' | 'denied' | 'invalid' | 'unreachable';

/** Why a registry didn't give a manifest. */
export class RegistryError extends UserError {
  readonly failure: RegistryFailure;
  readonly host: string;

  constructor(failure: RegistryFailure, host: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
    this.host = host;
  }
}
