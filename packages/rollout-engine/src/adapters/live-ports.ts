import { randomUUID } from 'node:crypto';
import { relative, resolve, sep } from 'node:path';
import type { RunContext } from '@loki-adoption/action-kit';
import type { Environment } from '@loki-adoption/environment';
import { createLoki, type LokiAccess } from '@loki-adoption/telemetry';
import { observeDelivery, verifyInfrastructure } from '@loki-adoption/verification';
import type { Log, Ports } from '../ports.ts';
import { liveClock } from './clock.ts';
import { commitHistory } from './commit-history.ts';
import { liveEcs } from './ecs.ts';
import { liveLedgerStore } from './ledger-store.ts';
import { openRevertPullRequest } from './revert-pull-request.ts';

export interface LivePortsOptions {
  readonly environment: Environment;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Without it, what needs Loki is skipped and says so. */
  readonly loki?: LokiAccess | undefined;
  /** For the pull request after a rollback. */
  readonly github?:
    | { readonly token: string; readonly context: RunContext; readonly environmentFile: string }
    | undefined;
}

/** The ports of a run against AWS, Loki and GitHub, wherever their endpoint variables point. */
export function createLivePorts(options: LivePortsOptions): Ports {
  const { environment, log, signal, github } = options;
  const { region } = environment.aws;
  const clock = liveClock(signal);
  const loki = options.loki && createLoki(options.loki);
  const target = github && { ...github, environment, path: repositoryPath(github.environmentFile) };
  return {
    ecs: liveEcs(region, environment.cluster),
    ledger: liveLedgerStore(region, environment.state),
    logs: loki
      ? {
          look: (service, taskIds, startMs) => {
            const where = { cluster: environment.cluster, service, taskIds, startMs, endMs: clock.now() };
            return observeDelivery(loki, where);
          },
        }
      : null,
    checkInfrastructure: loki
      ? () => verifyInfrastructure({ environment, ports: { loki, ...clock, nonce: randomUUID } })
      : null,
    openRevert: target ? (request) => openRevertPullRequest(target, request) : null,
    commits: commitHistory(process.cwd()),
    clock,
    log,
    signal,
  };
}

function repositoryPath(file: string): string {
  const root = process.env['GITHUB_WORKSPACE'] ?? process.cwd();
  return relative(root, resolve(file)).split(sep).join('/');
}
