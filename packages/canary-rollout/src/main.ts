import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, info, runUrl, setOutputs, startGroup, warning, writeSummary } from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';
import {
  isFailure,
  type Report,
  readEnvironmentFile,
  runCommand,
  shortName,
  withEngine,
} from '@loki-adoption/rollout-engine';
import { type Inputs, readInputs } from './inputs.ts';
import { renderSummary } from './summary/render-summary.ts';

/** Inputs → one command of the engine → report, outputs, summary; then the step fails if the outcome asks for it. */
export async function main(): Promise<void> {
  const inputs = readInputs();
  const { command, environmentFile, context } = inputs;
  const environment = readEnvironmentFile(environmentFile);
  const log = { info, warning, startGroup, endGroup };
  const edge = { ...inputs, environment, commit: context.sha, log };
  publish(inputs, await withEngine(edge, (options, ports) => runCommand(command, options, ports)));
}

function publish({ reportFolder, context }: Inputs, report: Report): void {
  const { environment, command, outcome, reason, services, epoch } = report;
  const reportFile = join(reportFolder, `canary-rollout-${environment}.json`);
  writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
  const states = Object.fromEntries(services.map(({ service, state }) => [service, state]));
  setOutputs({ outcome, services: JSON.stringify(states), epoch, 'report-file': reportFile });
  writeSummary(renderSummary(report, context.runId > 0 ? { runUrl: runUrl(context) } : undefined));
  for (const { wave, service, state, from, to, restored } of services) {
    info(`wave ${wave}  ${service}  ${state}  ${shortName((restored ?? to ?? from)?.definition ?? '')}`);
  }
  for (const note of [...report.plan, ...report.notes]) info(note);
  const line = `${environment} ${command} ${outcome}: ${reason}`;
  if (isFailure(report)) throw new UserError(line);
  info(line);
}
