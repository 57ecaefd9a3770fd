/** Where in which file something is wrong; lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Path of the value, such as `services.worker.cpu`; empty for the document itself. */
  readonly path: string;
  readonly message: string;
}

/** Where environments live: a folder of the checkout that holds base.yaml and one folder for each environment. */
export const ENVIRONMENTS_FOLDER = 'environments';
