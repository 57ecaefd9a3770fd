import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runContext } from '@loki-adoption/action-kit';
import {
  createLivePorts,
  type DefinitionMap,
  hashDesiredState,
  type Ports,
  type Report,
  type RunOptions,
  renderSummary,
  stopSignal,
} from '@loki-adoption/canary-rollout';
import { UserError } from '@loki-adoption/errors';
import type { Context } from './context.ts';
import { requireEnvironment } from './environments.ts';
import { note, type Outcome } from './outcome.ts';

/** Runs one command of the rollout engine from a terminal, with the ports that the action has. */
export async function withEngine(
  context: Context,
  name: string,
  command: (options: RunOptions, ports: Ports) => Promise<Report>,
): Promise<Outcome> {
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
    const report = await command(
      {
        environment,
        desiredStateHash: hashDesiredState(environment),
        run: context.env['GITHUB_RUN_ID'] ?? `terminal-${process.pid}`,
        commit: currentCommit(context.root),
      },
      ports,
    );
    return { text: renderSummary(report, undefined), data: report, failed: isFailure(report) };
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

export function parseList(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

function isFailure(report: Report): boolean {
  if (report.command === 'status' || report.command === 'release') return false;
  return report.outcome !== (report.command === 'rollback' ? 'rolled-back' : 'promoted');
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
