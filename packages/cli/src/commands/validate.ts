import { formatProblem, loadEnvironment } from '@loki-adoption/environment';
import { buildCommand } from '@stricli/core';
import { stringify } from 'yaml';
import type { Context } from '../context.ts';
import { environmentsFolder, knownEnvironments } from '../environments.ts';
import { environmentArguments, type JsonFlag, jsonFlag, type Outcome, report } from '../outcome.ts';
import { renderProblems } from '../render-problems.ts';

interface Flags extends JsonFlag {
  readonly resolved: boolean;
}

export const validate = buildCommand({
  func(this: Context, flags: Flags, ...names: string[]): void {
    report(this, flags, validateEnvironments(environmentsFolder(this.root), names, flags.resolved));
  },
  parameters: {
    flags: {
      ...jsonFlag,
      resolved: { kind: 'boolean', brief: 'Print the merged document', default: false, withNegated: false },
    },
    positional: environmentArguments,
  },
  docs: { brief: 'Check desired state, and that it can be rendered: every error at once' },
});

/** What is wrong with the environments below `root`: all of them when none is named. */
export function validateEnvironments(root: string, names: readonly string[], resolved: boolean): Outcome {
  const lines: string[] = [];
  const data: unknown[] = [];
  let failed = false;
  for (const name of knownEnvironments(root, names)) {
    const result = loadEnvironment(name, { root });
    const problems = result.ok ? renderProblems(result) : result.problems;
    const valid = problems.length === 0;
    failed ||= !valid;
    for (const warning of result.warnings) lines.push(`warning: ${formatProblem(warning)}`);
    for (const problem of problems) lines.push(formatProblem(problem));
    if (result.ok && valid && resolved) lines.push(`# ${name}`, stringify(result.document).trimEnd());
    else if (valid) lines.push(`${name}: valid`);
    data.push({
      environment: name,
      valid,
      problems,
      warnings: result.warnings,
      ...(resolved && result.ok && valid && { document: result.document }),
    });
  }
  return { text: lines.join('\n'), data, failed };
}
