import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, info, runUrl, setOutputs, startGroup, warning, writeSummary } from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';
import { hashDesiredState, readEnvironmentFile } from './adapters/environment-file.ts';
import { createLivePorts } from './adapters/live-ports.ts';
import { stopSignal } from './adapters/signals.ts';
import type { Report } from './core/report.ts';
import { renderSummary } from './core/summary.ts';
import { shortName } from './core/world.ts';
import { runRollback } from './engine/rollback.ts';
import { runRollout } from './engine/rollout.ts';
import type { RunOptions } from './engine/run.ts';
import { readStatus, release } from './engine/status.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { Ports } from './ports.ts';

/** Inputs → one command of the engine → report, outputs, summary; then the step fails if the outcome asks for it. */
export async function main(): Promise<void> {
  const inputs = readInputs();
  const environment = readEnvironmentFile(inputs.environmentFile);
  const { githubToken: token, context, environmentFile, lokiUrl } = inputs;
  const stop = stopSignal();
  try {
    const ports = createLivePorts({
      environment,
      lokiUrl,
      signal: stop.signal,
      log: { info, warning, startGroup, endGroup },
      github: token === undefined ? undefined : { token, context, environmentFile },
    });
    const desiredStateHash = hashDesiredState(environment);
    const options = {
      environment,
      desiredStateHash,
      run: inputs.run,
      commit: context.sha,
      ...(context.runId > 0 && { runId: context.runId }),
    };
    publish(inputs, await runCommand(inputs, options, ports));
  } finally {
    stop.dispose();
  }
}

function runCommand(inputs: Inputs, options: RunOptions, ports: Ports): Promise<Report> {
  const { definitions, services, dryRun, to, reason } = inputs;
  switch (inputs.command) {
    case 'rollout':
      return runRollout({ ...options, definitions, services, dryRun }, ports);
    case 'rollback':
      return runRollback({ ...options, definitions, services, dryRun, to, reason }, ports);
    case 'status':
      return readStatus(options, ports);
    case 'release':
      return release(options, ports);
  }
}

function publish(inputs: Inputs, report: Report): void {
  const reportFile = join(inputs.reportFolder, `canary-rollout-${report.environment}.json`);
  writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
  const states = Object.fromEntries(report.services.map(({ service, state }) => [service, state]));
  setOutputs({
    outcome: report.outcome,
    services: JSON.stringify(states),
    epoch: report.epoch,
    'report-file': reportFile,
  });
  writeSummary(renderSummary(report, inputs.context.runId > 0 ? { runUrl: runUrl(inputs.context) } : undefined));
  for (const { wave, service, state, from, to, restored } of report.services) {
    info(`wave ${wave}  ${service}  ${state}  ${shortName(restored ?? to ?? from ?? '')}`);
  }
  for (const note of [...report.plan, ...report.notes]) info(note);
  if (isFailure(report))
    throw new UserError(`${report.environment} ${report.command} ${report.outcome}: ${report.reason}`);
  info(`${report.environment} ${report.command} ${report.outcome}: ${report.reason}`);
}

/** A rollback that rolled back did what it was asked for; reading the status never fails. */
function isFailure({ command, outcome }: Report): boolean {
  if (command === 'status' || command === 'release') return false;
  return command === 'rollback' ? outcome !== 'rolled-back' : outcome !== 'promoted';
}
