import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '@loki-adoption/errors';
import { git } from './demo/developer.ts';
import { forgetSandbox, rememberSandbox } from './running.ts';
import { startSandbox } from './sandbox.ts';
import { findTools } from './tools.ts';

/** What `adopt sandbox start` runs in the background, until it is told to end. */
const root = process.cwd();
const stateDir = join(root, '.sandbox', 'state');
const port = (name: string) =>
  process.env[name]
    ? { [name.toLowerCase().replace('sandbox_', '').replace('_port', '')]: Number(process.env[name]) }
    : {};

try {
  const bareRepository = join(stateDir, 'origin.git');
  mkdirSync(bareRepository, { recursive: true });
  git(bareRepository, ['init', '--quiet', '--bare', '--initial-branch=main']);
  const sandbox = await startSandbox({
    tools: findTools(root),
    stateDir,
    accountId: '111122223333',
    region: 'eu-west-1',
    repository: 'acme/temporal-logging',
    bareRepository,
    ports: { ...port('SANDBOX_AWS_PORT'), ...port('SANDBOX_GITHUB_PORT'), ...port('SANDBOX_LOKI_PORT') },
  });
  rememberSandbox(root, sandbox);
  const stop = async () => {
    forgetSandbox(root);
    await sandbox.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
}
