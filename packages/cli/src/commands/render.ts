import { collisionsBetween, formatProblem, readClaims } from '@loki-adoption/environment';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentsFolder, knownEnvironments, requireEnvironments, tellProblems } from '../environments.ts';
import { UsageError } from '../exit-codes.ts';
import { environmentArguments, type JsonFlag, jsonFlag, type Outcome, report } from '../outcome.ts';
import { diffEnvironments } from '../render/diff.ts';
import { rendered } from '../render/rendered.ts';
import { writeRendered } from '../render/rendered-folder.ts';
import { renderSlices } from '../render/threads.ts';
import { commitAll, discardAll, requireFolderOfRenders } from '../render/write-all.ts';

interface Flags extends JsonFlag {
  readonly all: boolean;
  readonly out?: string;
  readonly diff?: string;
}

const textFlag = { kind: 'parsed', parse: String, optional: true } as const;

export const render = buildCommand({
  async func(this: Context, flags: Flags, ...names: string[]): Promise<void> {
    if (flags.all === names.length > 0) throw new UsageError('Name the environments to render, or say --all.');
    if (flags.diff?.includes('..') && flags.out !== undefined) {
      throw new UsageError(
        '--out writes what this checkout renders to: compare it with one commit, or two without --out.',
      );
    }
    const diff = flags.diff === undefined ? undefined : showDiff(this, flags.diff, names);
    const shown = diff === undefined || flags.out !== undefined ? await renderAll(this, flags, names) : diff;
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

/** Every environment is checked before anything is shown or replaced. */
async function renderAll(context: Context, { all, out }: Flags, names: readonly string[]): Promise<Outcome> {
  const [name] = names;
  const one = names.length === 1 && name !== undefined ? name : undefined;
  if (out !== undefined && one === undefined) return writeSeveral(context, out, names, all);
  const data = requireEnvironments(context, names).map(rendered);
  const [first] = data;
  if (one === undefined || first === undefined) {
    const text = data.flatMap(({ environment, files }) =>
      files.map((file) => `# ${environment}/${file.path}\n${file.content}`),
    );
    return { text: text.join('\n'), data };
  }
  const { environment, files } = first;
  if (out !== undefined) writeRendered(out, environment, files);
  const text = files.map((file) => (out === undefined ? `# ${file.path}\n${file.content}` : file.path)).join('\n');
  return { text, data: first };
}

async function writeSeveral(context: Context, out: string, names: readonly string[], only: boolean): Promise<Outcome> {
  const root = environmentsFolder(context.root);
  const wanted = knownEnvironments(root, names);
  requireFolderOfRenders(out);
  const slices = await renderSlices({ root, names: wanted, out }, context.entry);
  const staged = slices.flatMap((slice) => slice.staged);
  // A slice sees its own alone.
  const collisions = collisionsBetween([...slices.flatMap(({ claims }) => claims), ...readClaims(wanted, { root })]);
  const between = wanted.flatMap((name) => collisions.get(name) ?? []).map((problem) => formatProblem(problem));
  try {
    tellProblems(context, [...slices, { problems: between, warnings: [] }]);
  } catch (error) {
    discardAll(staged);
    throw error;
  }
  commitAll(out, staged, only);
  const data = staged.map(({ environment, folder, files }) => ({ environment, folder, files }));
  return { text: data.map(({ folder, files }) => `${folder}: ${files.length} files`).join('\n'), data };
}

function showDiff(context: Context, range: string, names: readonly string[]): Outcome {
  const diffs = diffEnvironments(context, range, names);
  return { text: diffs.map(({ diff }) => diff).join(''), data: names.length === 1 ? diffs[0] : diffs };
}
