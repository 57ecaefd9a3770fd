import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, loadEnvironment } from '@loki-adoption/environment';
import { errorMessage, UserError } from '@loki-adoption/errors';
import { declaredIds, seedOptionsOf } from './aws/index.ts';
import type { BackgroundSettings } from './background.ts';
import { git } from './demo/developer.ts';
import { forgetSandbox, rememberSandbox } from './running.ts';
import { startSandbox } from './sandbox.ts';
import { findTools } from './tools.ts';

/** What `adopt sandbox start` runs in the background, until it is told to end. */
async function serve(root: string, settings: BackgroundSettings): Promise<void> {
  const loaded = loadEnvironment(settings.environment, { root: join(root, 'environments') });
  if (!loaded.ok) throw new UserError(loaded.problems.map((problem) => formatProblem(problem)).join('\n'));
  const { environment } = loaded;
  const stateDir = join(root, '.sandbox', 'state');
  rmSync(stateDir, { recursive: true, force: true });
  const bareRepository = join(stateDir, 'origin.git');
  mkdirSync(bareRepository, { recursive: true });
  git(bareRepository, ['init', '--quiet', '--bare', '--initial-branch=main']);
  const sandbox = await startSandbox({
    tools: findTools(root),
    stateDir,
    accountId: environment.aws.accountId,
    region: environment.aws.region,
    repository: 'acme/temporal-logging',
    bareRepository,
    ports: settings.ports,
  });
  // The account has the very ids that the environment names: what is committed can be planned and deployed as it is.
  await sandbox.aws.seed({ ...seedOptionsOf(environment), ids: declaredIds(environment) });
  rememberSandbox(root, sandbox);
  const stop = async () => {
    forgetSandbox(root);
    await sandbox.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

try {
  await serve(process.cwd(), JSON.parse(process.argv[2] ?? '') as BackgroundSettings);
} catch (error) {
  console.error(errorMessage(error));
  process.exit(1);
}
