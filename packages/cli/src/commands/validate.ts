import { basename } from 'node:path';
import {
  formatProblem,
  type LoadResult,
  loadEnvironments,
  type Problem,
  surveyEnvironments,
} from '@loki-adoption/environment';
import { buildCommand } from '@stricli/core';
import { stringify } from 'yaml';
import type { Context } from '../context.ts';
import { chosen, environmentsFolder } from '../environments.ts';
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
  const { names: known, layers, problems: strays } = surveyEnvironments(root);
  // Whatever was named, for what isn't an environment could have been meant to be one.
  for (const stray of strays) {
    failed = true;
    lines.push(formatProblem(stray));
    data.push({ environment: basename(stray.file), valid: false, problems: [stray], warnings: [] });
  }
  const wanted = names.filter((name) => !strays.some(({ file }) => basename(file) === name));
  const results = loadEnvironments(names.length > 0 && wanted.length === 0 ? [] : chosen(known, wanted), { root });
  for (const [name, result] of results) {
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
  if (names.length === 0 && !failed) {
    for (const layer of unread(layers, results)) lines.push(`warning: ${formatProblem(layer)}`);
  }
  return { text: lines.join('\n'), data, failed };
}

/** Layers that no environment extends, such as one that was meant to be an environment. */
function unread(layers: readonly string[], results: ReadonlyMap<string, LoadResult>): Problem[] {
  const read = new Set([...results.values()].flatMap((result) => (result.ok ? result.files : [])));
  const message = 'no environment extends this file: an environment is a folder with an environment.yaml in it';
  return layers
    .filter((layer) => !read.has(layer))
    .map((layer) => ({ file: layer, line: 1, column: 1, path: '', message }));
}
