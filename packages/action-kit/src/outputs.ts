import { appendFileSync, statSync } from 'node:fs';
import * as core from './commands.ts';

/** Sets the step's outputs; `undefined` ones are left out. */
export function setOutputs(outputs: Readonly<Record<string, string | number | undefined>>): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) core.setOutput(name, String(value));
  }
}

/** The runner drops a whole step summary above this size (actions/runner, FileCommandManager.cs). */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

const CUT_NOTE = '\n\n_Cut: a job summary holds 1 MiB._\n';

/** Appends Markdown to the job summary, where there is one. What doesn't fit beside what is there is cut, and says so. */
export function writeSummary(markdown: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const text = markdown.endsWith('\n') ? markdown : `${markdown}\n`;
  const bytes = Buffer.from(text);
  const room = SUMMARY_LIMIT_BYTES - (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const kept = room - CUT_NOTE.length;
  if (bytes.length <= room) {
    appendFileSync(file, text);
  } else if (kept >= 0) {
    // As a stream: the decoder keeps back a character that is cut.
    appendFileSync(file, new TextDecoder().decode(bytes.subarray(0, kept), { stream: true }) + CUT_NOTE);
  }
}
