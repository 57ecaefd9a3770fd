import type { Environment } from './schema/environment.ts';

/** Where in which file something is set; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong at a position. */
export interface Problem extends Position {
  /** Path of the value, such as `services.worker.cpu`; empty for the document itself. */
  readonly path: string;
  readonly message: string;
  /** The second place, of what two places do to each other. */
  readonly other?: Position;
}

/** Keys and indexes from the root of a document to a value. */
export type ValuePath = readonly (string | number)[];

/** A valid environment. */
export interface LoadedEnvironment {
  readonly ok: true;
  readonly environment: Environment;
  /** The merged document as written: durations are text, defaults absent. */
  readonly document: unknown;
  /** Every file it was read from, its own first. */
  readonly files: string[];
  readonly warnings: Problem[];
  /** Where a value was set, for what is found wrong later; for one that isn't there, its nearest parent. */
  readonly locate: (path: ValuePath) => Position;
}

export type LoadResult = LoadedEnvironment | { readonly ok: false; problems: Problem[]; warnings: Problem[] };

/** Returns the text of a file, or throws. `path` is below the root that the loader was given. */
export type ReadFile = (path: string) => string;

/** Where environments live: a folder of the checkout that holds base.yaml and one folder for each environment. */
export const ENVIRONMENTS_FOLDER = 'environments';
