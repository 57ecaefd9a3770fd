import { relative } from 'node:path';
import type { Stage } from './stages/stage.ts';
import type { Story } from './story.ts';

export interface StageResult {
  readonly name: string;
  readonly title: string;
  readonly ok: boolean;
  readonly outcome: string;
  readonly seconds: number;
  readonly checks: readonly string[];
}

export interface DemoResult {
  readonly ok: boolean;
  readonly interrupted: boolean;
  readonly seconds: number;
  readonly stages: readonly StageResult[];
  /** Paths relative to the checkout. */
  readonly artefacts: readonly string[];
}

export function summarise(story: Story, planned: readonly Stage[], results: readonly StageResult[]): DemoResult {
  return {
    // A stage whose outcome nobody looked at proves nothing.
    ok: results.length === planned.length && results.every((result) => result.ok && result.checks.length > 0),
    interrupted: story.signal.aborted,
    seconds: Math.round(results.reduce((sum, result) => sum + result.seconds, 0)),
    stages: results,
    artefacts: story.files.filter((file) => !file.endsWith('.log')).map((file) => relative(story.root, file)),
  };
}

/** What happened and where it lies, for a terminal. */
export function renderResult(result: DemoResult): string {
  const rows = result.stages.map((stage) => [
    stage.ok ? 'ok' : 'FAILED',
    stage.name,
    `${stage.seconds.toFixed(1)} s`,
    `${stage.checks.length} checked`,
    (stage.outcome.split('\n')[0] ?? '').slice(0, 110),
  ]);
  const lines = table([['', 'stage', 'time', 'checks', 'what happened'], ...rows]);
  const failed = result.stages.find((stage) => !stage.ok);
  return [
    '',
    ...lines,
    '',
    ...(failed !== undefined && !result.interrupted ? [`${failed.title} failed:`, failed.outcome, ''] : []),
    ...(result.artefacts.length > 0 ? ['To read:', ...result.artefacts.map((path) => `  ${path}`), ''] : []),
    verdict(result),
  ].join('\n');
}

function verdict(result: DemoResult): string {
  const checks = result.stages.reduce((sum, stage) => sum + stage.checks.length, 0);
  if (result.interrupted) return 'Interrupted: everything that was started has been stopped.';
  return result.ok
    ? `Done in ${result.seconds} s: ${checks} outcomes were checked, all as expected.`
    : `Failed after ${result.seconds} s.`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
