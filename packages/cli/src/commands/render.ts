import { join } from 'node:path';
import { renderEnvironment } from '@loki-adoption/config-renderers';
import { formatProblem, type LoadedEnvironment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { requireEnvironments } from '../environments.ts';
import { UsageError } from '../exit-codes.ts';
import { environmentArguments, type JsonFlag, jsonFlag, type Outcome, report } from '../outcome.ts';
import { diffEnvironments } from '../render/diff.ts';
import { writeRendered } from '../render/rendered-folder.ts';
import { type Rendered, writeAll } from '../render/write-all.ts';
import { renderProblems } from '../render-problems.ts';

interface Flags extends JsonFlag {
  readonly all: boolean;
  readonly out?: string;
  readonly diff?: string;
}

const textFlag = { kind: 'parsed', parse: String, optional: true } as const;

export const render = buildCommand({
  func(this: Context, flags: Flags, ...names: string[]): void {
    if (flags.all === names.length > 0) throw new UsageError('Name the environments to render, or say --all.');
    if (flags.diff?.includes('..') && flags.out !== undefined) {
      throw new UsageError(
        '--out writes what this checkout renders to: compare it with one commit, or two without --out.',
      );
    }
    const diff = flags.diff === undefined ? undefined : showDiff(this, flags.diff, names);
    const shown = diff === undefined || flags.out !== undefined ? renderAll(this, flags, names) : diff;
    report(this, flags, diff ?? shown);
  },
  parameters: {
    flags: {
      ...jsonFlag,
      all: { kind: 'boolean', brief: 'Every environment', default: false, withNegated: false },
      out: {
        ...textFlag,
        brief: 'Write the files below this folder, those of several environments below <out>/<env>',
        placeholder: 'dir',
      },
      diff: { ...textFlag, brief: 'Unified diff against a git ref, or between two: a..b', placeholder: 'ref' },
    },
    positional: environmentArguments,
  },
  docs: { brief: 'Render Loki, Alloy, ADOT, Grafana and Terraform files' },
});

/** Every environment is checked before the first is rendered. */
function renderAll(context: Context, { all, out }: Flags, names: readonly string[]): Outcome {
  const environments = requireEnvironments(context, names);
  const [first] = environments;
  if (all || environments.length !== 1 || first === undefined) {
    return out === undefined ? showAll(environments) : writeSeveral(out, environments, all);
  }
  const { environment, files } = rendered(first);
  if (out !== undefined) writeRendered(out, environment, files);
  const text = files.map((file) => (out === undefined ? `# ${file.path}\n${file.content}` : file.path)).join('\n');
  return { text, data: { environment, files } };
}

function showAll(environments: readonly LoadedEnvironment[]): Outcome {
  const data = environments.map(rendered);
  const text = data.flatMap(({ environment, files }) =>
    files.map((file) => `# ${environment}/${file.path}\n${file.content}`),
  );
  return { text: text.join('\n'), data };
}

/** One at a time, so that thousands of environments don't have to fit into memory. */
function writeSeveral(out: string, environments: readonly LoadedEnvironment[], only: boolean): Outcome {
  const data: { environment: string; folder: string; files: string[] }[] = [];
  function* each(): Generator<Rendered> {
    for (const loaded of environments) {
      const one = rendered(loaded);
      const folder = join(out, one.environment);
      data.push({ environment: one.environment, folder, files: one.files.map(({ path }) => path) });
      yield one;
    }
  }
  writeAll(out, each(), only);
  return { text: data.map(({ folder, files }) => `${folder}: ${files.length} files`).join('\n'), data };
}

/** A valid environment can still ask for too much, such as a task definition of more than 64 KiB. */
function rendered(loaded: LoadedEnvironment): Rendered {
  const { environment } = loaded;
  try {
    return { environment: environment.name, files: renderEnvironment(environment) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problems = renderProblems(loaded).map((problem) => formatProblem(problem));
    throw new UserError(problems.join('\n'), { cause: error });
  }
}

function showDiff(context: Context, range: string, names: readonly string[]): Outcome {
  const diffs = diffEnvironments(context, range, names);
  return { text: diffs.map(({ diff }) => diff).join(''), data: names.length === 1 ? diffs[0] : diffs };
}
