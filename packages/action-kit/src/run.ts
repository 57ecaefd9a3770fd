import { errorMessage, UserError } from '@loki-adoption/errors';
import * as core from './commands.ts';

/** Runs an action: the one place where an error becomes a failed step. A bug shows its stack, a user's mistake doesn't. */
export async function runAction(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UserError) && error instanceof Error && error.stack) core.info(error.stack);
    core.setFailed(errorMessage(error));
  }
}
