import { appendFileSync } from 'node:fs';
import * as core from './commands.ts';

/** Sets the step's outputs; `undefined` ones are left out. */
export function setOutputs(outputs: Readonly<Record<string, string | number | undefined>>): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) core.setOutput(name, String(value));
  }
}

/** The runner drops a whole step summary above this size (actions/runner, FileCommandManager.cs). */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** Appends Markdown to the job summary, where there is one. Text beyond the runner's limit is cut and says so. */
export function writeSummary(markdown: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const note = '\n\n_Cut: a job summary holds 1 MiB._\n';
  const bytes = Buffer.from(markdown, 'utf8');
  const fits = bytes.length <= SUMMARY_LIMIT_BYTES;
  const text = fits
    ? markdown
    : bytes
        .subarray(0, SUMMARY_LIMIT_BYTES - 128)
        .toString('utf8')
        .replace(/�$/, '') + note;
  appendFileSync(file, text.endsWith('\n') ? text : `${text}\n`);
}
