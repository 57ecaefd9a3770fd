import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { runContext } from '@loki-adoption/action-kit';
import {
  createLivePorts,
  type DefinitionMap,
  hashDesiredState,
  type Ports,
  type Report,
  type RunOptions,
  refusedBeforeApply,
  renderSummary,
  stopSignal,
} from '@loki-adoption/canary-rollout';
import { UserError } from '@loki-adoption/errors';
import type { Context } from './context.ts';
import { requireEnvironment } from './environments.ts';
import { note, type Outcome } from './outcome.ts';

export { readStatus, release, runRollback, runRollout } from '@loki-adoption/canary-rollout';

/** Runs one command of the rollout engine from a terminal, with the ports that the action has. */
export async function withEngine(
  context: Context,
  name: string,
  command: (options: RunOptions, ports: Ports) => Promise<Report>,
): Promise<Outcome> {
  const report = await withPorts(context, name, command);
  return { text: renderSummary(report, undefined), data: report, failed: isFailure(report) };
}

/** Stops a deploy that the engine would refuse before Terraform has changed anything. */
export async function requireDeployable(context: Context, name: string): Promise<void> {
  const refused = await withPorts(context, name, refusedBeforeApply);
  if (refused !== undefined) throw new UserError(`${name} is not applied: ${refused}`);
}

async function withPorts<T>(
  context: Context,
  name: string,
  use: (options: RunOptions, ports: Ports) => Promise<T>,
): Promise<T> {
  const environment = requireEnvironment(context, name);
  const stop = stopSignal();
  const token = context.env['GITHUB_TOKEN'];
  try {
    const ports = createLivePorts({
      environment,
      lokiUrl: context.env['LOKI_URL'],
      signal: stop.signal,
      log: {
        info: (text) => note(context, text),
        warning: (text) => note(context, `warning: ${text}`),
        startGroup: (title) => note(context, title),
        endGroup: () => {},
      },
      github: token
        ? {
            token,
            context: runContext(context.env),
            environmentFile: join('environments', name, 'environment.yaml'),
          }
        : undefined,
    });
    return await use(
      {
        environment,
        desiredStateHash: hashDesiredState(environment),
        ...currentRun(context.env),
        commit: currentCommit(context.root),
      },
      ports,
    );
  } finally {
    stop.dispose();
  }
}

/** `--task-definitions`: JSON, service → ARN, as Terraform's output `target_task_definitions`. */
export function parseDefinitions(text: string): DefinitionMap {
  try {
    return JSON.parse(text) as DefinitionMap;
  } catch (error) {
    throw new UserError('--task-definitions is no JSON: expected {"service": "arn:…"}, as Terraform puts out.', {
      cause: error,
    });
  }
}

function isFailure(report: Report): boolean {
  if (report.command === 'status' || report.command === 'release') return false;
  return report.outcome !== (report.command === 'rollback' ? 'rolled-back' : 'promoted');
}

/** Named as the action names it. Two terminals never share a name: whoever has it takes the lease of a dead run over. */
function currentRun(env: NodeJS.ProcessEnv): Pick<RunOptions, 'run' | 'runId'> {
  const { runId } = runContext(env);
  return runId > 0 ? { run: `run ${runId}`, runId } : { run: `terminal ${randomUUID()}` };
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
