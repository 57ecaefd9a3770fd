import { describe, it } from 'vitest';
import { findProgram } from '../../packages/sandbox/src/tools.ts';

/**
 * A suite that needs a program: the file that `<NAME>_BIN` names, otherwise the one on the PATH. Without it the suite is
 * one skipped test that says so.
 */
export function describeWith(
  program: 'loki' | 'alloy' | 'nginx' | 'prometheus' | 'promtool',
  title: string,
  suite: (bin: string) => void,
): void {
  const variable = `${program.toUpperCase()}_BIN`;
  const bin = findProgram(program);
  if (bin !== undefined) {
    describe(`${title} (${bin})`, () => suite(bin));
    return;
  }
  const reason = `there is no "${program}" on PATH and ${variable} is unset`;
  // The reporter counts skipped tests without naming them.
  console.info(`skipped: ${title}, because ${reason}`);
  it.runIf(false)(`${title}: ${reason}`, () => {});
}
