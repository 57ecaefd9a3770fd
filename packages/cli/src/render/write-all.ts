import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedFile } from '@loki-adoption/config-renderers';
import { UserError } from '@loki-adoption/errors';
import { renderedEnvironment, requireReplaceable, type StagedFolder, stageRendered } from './rendered-folder.ts';

/** The rendered files of one environment. */
export interface Rendered {
  readonly environment: string;
  readonly files: readonly RenderedFile[];
}

/**
 * Writes every environment into a folder of its own below `out`. No folder is replaced before all are complete: what
 * can't be rendered or written leaves everything as it was. With `only`, folders of other environments go.
 */
export function writeAll(out: string, environments: Iterable<Rendered>, only: boolean): void {
  if (renderedEnvironment(out) !== undefined) {
    throw new UserError(`${out} is a render of one environment alone: name another folder, or remove it.`);
  }
  const staged: StagedFolder[] = [];
  const names = new Set<string>();
  try {
    for (const { environment, files } of environments) {
      staged.push(stageRendered(join(out, environment), environment, files));
      names.add(environment);
    }
    const stale = only ? rendersBelow(out).filter((name) => !names.has(name)) : [];
    for (const name of stale) requireReplaceable(join(out, name));
    for (const each of staged) each.commit();
    for (const name of stale) rmSync(join(out, name), { recursive: true, force: true });
  } finally {
    for (const each of staged) each.discard();
  }
}

function rendersBelow(out: string): string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out).filter((name) => renderedEnvironment(join(out, name)) === name);
}
