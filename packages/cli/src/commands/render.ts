import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diffRendered, type RenderedFile, renderEnvironment } from '@loki-adoption/config-renderers';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { requireEnvironment } from '../environments.ts';
import { existsAt, readFileAt } from '../git.ts';
import { environmentArgument, type JsonFlag, jsonFlag, type Outcome, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly out?: string;
  readonly diff?: string;
}

export const render = buildCommand({
  func(this: Context, flags: Flags, name: string): void {
    const head = renderEnvironment(requireEnvironment(this, name));
    if (flags.out !== undefined) writeRendered(flags.out, head);
    report(
      this,
      flags,
      flags.diff === undefined
        ? showFiles(name, head, flags.out)
        : showDiff(name, renderAt(this, name, flags.diff), head),
    );
  },
  parameters: {
    flags: {
      ...jsonFlag,
      out: { kind: 'parsed', parse: String, brief: 'Write the files below this folder', optional: true },
      diff: {
        kind: 'parsed',
        parse: String,
        brief: 'Unified diff against a git ref',
        optional: true,
        placeholder: 'ref',
      },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Render Loki, Alloy, ADOT, Grafana and Terraform files' },
});

function showFiles(name: string, files: readonly RenderedFile[], out: string | undefined): Outcome {
  const text = files.map((file) => (out === undefined ? `# ${file.path}\n${file.content}` : file.path)).join('\n');
  return { text, data: { environment: name, files } };
}

function showDiff(name: string, base: readonly RenderedFile[], head: readonly RenderedFile[]): Outcome {
  const diff = diffRendered(base, head);
  return { text: diff, data: { environment: name, diff } };
}

/** What an environment renders to at a commit; nothing when it didn't exist there. */
export function renderAt(context: Context, name: string, ref: string): RenderedFile[] {
  if (!existsAt(context.root, ref, `environments/${name}/environment.yaml`)) return [];
  return renderEnvironment(requireEnvironment(context, name, readFileAt(context.root, ref)));
}

export function writeRendered(folder: string, files: readonly RenderedFile[]): void {
  for (const file of files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.content);
  }
}
