import { UserError } from '@loki-adoption/errors';
import { comment } from '@loki-adoption/markdown';
import { runnerPorts } from './adapters/runner.ts';
import { decimal } from './core/decimal.ts';
import { forecast } from './core/forecast.ts';
import { percentAgainst } from './core/format.ts';
import { renderReport } from './core/render.ts';
import type { CostReport } from './core/report.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { Ports } from './ports.ts';

export async function main(): Promise<void> {
  await report(readInputs(), runnerPorts());
}

/** Forecasts, tells everybody, and fails last, so that the report of a missed budget is there to read. */
export async function report(inputs: Inputs, ports: Ports): Promise<void> {
  const { name, root } = inputs.environment;
  const { environment, sourceOf } = ports.loadEnvironment(name, root);
  const result = forecast(environment, { assumptions: inputs.assumptions, sourceOf });
  const markdown = renderReport(result);
  ports.writeFile(`cost-report-${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  const reportFile = ports.writeFile(`cost-report-${name}.md`, markdown);
  ports.writeSummary(markdown);
  ports.setOutputs(outputsOf(result, reportFile));
  if (inputs.comment) {
    const marker = comment(`loki-adoption:cost environment=${name}`);
    ports.info(`Comment: ${await ports.keepComment({ ...inputs.comment, marker, body: markdown })}`);
  }
  judge(result, inputs.failOn, ports);
}

function outputsOf(result: CostReport, reportFile: string): Record<string, string> {
  return {
    verdict: result.budget.verdict,
    'cloudwatch-monthly': cents(result.cloudwatch.total),
    'loki-monthly': cents(result.loki.total),
    'saving-percent': cents(result.saving.percent),
    'report-file': reportFile,
  };
}

/** Two decimals; empty when unknown, for 0 would be a statement. */
function cents(value: string | null): string {
  return value === null ? '' : decimal(value).toFixed(2);
}

function judge(result: CostReport, failOn: Inputs['failOn'], ports: Ports): void {
  const { verdict, minimumSavingPercent } = result.budget;
  const saving = percentAgainst(result.saving.percent, minimumSavingPercent);
  const message = `${result.environment}: saving ${saving}, budget ${minimumSavingPercent} % (${verdict}).`;
  if (verdict !== 'pass' && failOn === 'budget') {
    throw new UserError(
      `${message} Change the volume, the sizes or cost.budget in the environment, or set "fail-on: none".`,
    );
  }
  if (verdict === 'pass') ports.info(message);
  else ports.warning(message);
}
