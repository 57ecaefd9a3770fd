import * as core from '@actions/core';
import { errorMessage, isExpected } from '@loki-adoption/errors';
import { explainGitHubError } from './github.ts';

/**
 * Runs an action: the one place where an error becomes a failed step. A bug shows its stack; a user's mistake, or a service that refused or
 * didn't answer, doesn't.
 */
export async function runAction(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    const error = explainGitHubError(thrown, 'GitHub refused a call');
    if (!isExpected(error) && error instanceof Error && error.stack) core.info(error.stack);
    core.setFailed(errorMessage(error));
  }
}
