import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runContext } from '@loki-adoption/action-kit';
import { renderSummary } from '@loki-adoption/canary-rollout';
import type { Environment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import {
  beginDeploy,
  type Command,
  type Foreseen,
  foreseen,
  isFailure,
  type Ports,
  type RunOptions,
  runCommand,
  withEngine,
} from '@loki-adoption/rollout-engine';
import { lokiAccessOf } from '@loki-adoption/telemetry';
import type { Context } from './context.ts';
import { requireEnvironment } from './environments.ts';
import { note, type Outcome } from './outcome.ts';

/** Runs one command of the rollout engine from a terminal, exactly as the action runs it. */
export async function runEngine(context: Context, name: string, command: Command): Promise<Outcome> {
  const environment = requireEnvironment(context, name);
  const report = await atTerminal(context, environment, (options, ports) => runCommand(command, options, ports));
  return { text: renderSummary(report), data: report, failed: isFailure(report) };
}

/** Records that this run deploys, before Terraform has changed anything; throws where the engine would refuse it. */
export async function recordDeploy(
  context: Context,
  environment: Environment,
  allowOlder: string | undefined,
): Promise<void> {
  const refused = await atTerminal(context, environment, (options, ports) =>
    beginDeploy({ ...options, allowOlder }, ports),
  );
  if (refused !== undefined) throw new UserError(`${environment.name} is not applied: ${refused}`);
}

/** What the ledger says of a deploy of this desired state after a merge. */
export function foreseenOf(context: Context, environment: Environment): Promise<Foreseen> {
  return atTerminal(context, environment, foreseen);
}

function atTerminal<T>(
  context: Context,
  environment: Environment,
  use: (options: RunOptions, ports: Ports) => Promise<T>,
): Promise<T> {
  const log = {
    info: (text: string) => note(context, text),
    warning: (text: string) => note(context, `warning: ${text}`),
    startGroup: (title: string) => note(context, title),
    endGroup: () => {},
  };
  const edge = {
    environment,
    environmentFile: join('environments', environment.name, 'environment.yaml'),
    context: runContext(context.env),
    commit: currentCommit(context.root),
    loki: lokiAccessOf(context.env),
    githubToken: context.env['GITHUB_TOKEN'] || undefined,
    log,
  };
  return withEngine(edge, use);
}

function currentCommit(root: string): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
