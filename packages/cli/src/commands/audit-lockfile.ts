import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { filesAt, filesOfCheckout } from '../git.ts';
import { lockfileProblems } from '../lockfile/judge.ts';
import { type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly base?: string;
}

const LOCKFILE = 'pnpm-lock.yaml';

export const auditLockfile = buildCommand({
  func(this: Context, flags: Flags): void {
    const problems = lockfileProblems({
      lockfile: textOf(this.root, LOCKFILE),
      workspace: textOf(this.root, 'pnpm-workspace.yaml'),
      base: flags.base === undefined ? undefined : filesAt(this.root, flags.base, LOCKFILE).get(LOCKFILE),
      packageManager: packageManagerOf(textOf(this.root, 'package.json')),
      files: filesOfCheckout(this.root),
    });
    const text = problems.length === 0 ? 'every package comes from the registry' : problems.join('\n');
    report(this, flags, { text, data: problems, failed: problems.length > 0 });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      base: {
        kind: 'parsed',
        parse: String,
        brief: 'Commit whose checksums still count',
        optional: true,
        placeholder: 'ref',
      },
    },
  },
  docs: { brief: 'Check that every package that bundles are built from is what the registry has' },
});

function textOf(root: string, file: string): string {
  if (!existsSync(join(root, file))) throw new UserError(`${file} is missing in ${root}: restore it from git.`);
  return readFileSync(join(root, file), 'utf8');
}

function packageManagerOf(text: string): unknown {
  try {
    return Object(JSON.parse(text)).packageManager;
  } catch (error) {
    throw new UserError('package.json is not JSON: restore it from git.', { cause: error });
  }
}
