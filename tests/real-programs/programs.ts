import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';

/**
 * A suite that needs a program: the file that `<NAME>_BIN` names, otherwise the one on the PATH. Without it the suite is
 * one skipped test that says so.
 */
export function describeWith(
  program: 'loki' | 'alloy' | 'prometheus' | 'promtool',
  title: string,
  suite: (bin: string) => void,
): void {
  const variable = `${program.toUpperCase()}_BIN`;
  const bin = process.env[variable] ?? onPath(program);
  if (bin !== undefined) {
    describe(`${title} (${bin})`, () => suite(bin));
    return;
  }
  const reason = `there is no "${program}" on PATH and ${variable} is unset`;
  // The reporter counts skipped tests without naming them.
  console.info(`skipped: ${title}, because ${reason}`);
  it.runIf(false)(`${title}: ${reason}`, () => {});
}

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
