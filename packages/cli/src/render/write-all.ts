import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedFile } from '@loki-adoption/config-renderers';
import { UserError } from '@loki-adoption/errors';
import {
  commitStaged,
  discardStaged,
  renderedEnvironment,
  requireReplaceable,
  type StagedFolder,
  stageRendered,
} from './rendered-folder.ts';

/** The rendered files of one environment. */
export interface Rendered {
  readonly environment: string;
  readonly files: readonly RenderedFile[];
}

/** Refuses a folder that can't hold a folder for each environment. */
export function requireFolderOfRenders(out: string): void {
  if (renderedEnvironment(out) === undefined) return;
  throw new UserError(`${out} is a render of one environment alone: name another folder, or remove it.`);
}

/** Writes every environment beside the folder that it gets below `out`. What fails leaves nothing behind. */
export function stageAll(out: string, environments: Iterable<Rendered>): StagedFolder[] {
  const staged: StagedFolder[] = [];
  try {
    for (const { environment, files } of environments) {
      staged.push(stageRendered(join(out, environment), environment, files));
    }
    return staged;
  } catch (error) {
    discardAll(staged);
    throw error;
  }
}

/** Puts all of them in their places. With `only`, folders of other environments go. */
export function commitAll(out: string, staged: readonly StagedFolder[], only: boolean): void {
  const names = new Set(staged.map(({ environment }) => environment));
  try {
    const stale = only ? rendersBelow(out).filter((name) => !names.has(name)) : [];
    for (const name of stale) requireReplaceable(join(out, name));
    for (const each of staged) commitStaged(each);
    for (const name of stale) rmSync(join(out, name), { recursive: true, force: true });
  } finally {
    discardAll(staged);
  }
}

export function discardAll(staged: readonly StagedFolder[]): void {
  for (const each of staged) discardStaged(each);
}

function rendersBelow(out: string): string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out).filter((name) => renderedEnvironment(join(out, name)) === name);
}
