import { type Claim, loadPart } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { sorted } from '../environments.ts';
import { rendered } from './rendered.ts';
import type { StagedFolder } from './rendered-folder.ts';
import { stageAll } from './write-all.ts';

/** Some of the environments below `root`, and the folder that gets a folder for each of them. Plain data. */
export interface SliceRequest {
  readonly root: string;
  readonly names: readonly string[];
  readonly out: string;
}

/** What became of a slice: written beside its places, or nothing left of it. */
export interface Slice {
  readonly staged: readonly StagedFolder[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** What its environments claim, to be compared with those of the others. */
  readonly claims: readonly Claim[];
}

/** Loads, checks, renders and stages a slice. All of it is checked before the first of it is rendered. */
export function renderSlice({ root, names, out }: SliceRequest): Slice {
  const { results, claims } = loadPart(names, { root });
  const { loaded, problems, warnings } = sorted(results.values());
  if (problems.length > 0) return { staged: [], problems, warnings, claims };
  // One at a time, so that thousands of environments don't have to fit into memory.
  function* each() {
    for (const one of loaded) yield rendered(one);
  }
  try {
    return { staged: stageAll(out, each()), problems, warnings, claims };
  } catch (error) {
    if (error instanceof UserError) return { staged: [], problems: [error.message], warnings, claims };
    throw error;
  }
}
