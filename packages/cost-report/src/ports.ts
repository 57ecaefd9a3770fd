import type { Environment, ValuePath } from '@loki-adoption/environment';

/** What the action needs of the world. */
export interface Ports {
  /** Throws a UserError that lists all problems of the file. */
  readonly loadEnvironment: (
    name: string,
    root: string,
  ) => {
    readonly environment: Environment;
    /** Where a value is declared, as `file:line`. */
    readonly sourceOf: (path: ValuePath) => string;
  };
  /** Writes a file beside the job's other temporary files and returns its path. */
  readonly writeFile: (name: string, text: string) => string;
  /** Keeps one comment of the issue up to date and returns its address. */
  readonly keepComment: (comment: IssueComment) => Promise<string>;
  readonly writeSummary: (markdown: string) => void;
  readonly setOutputs: (outputs: Readonly<Record<string, string>>) => void;
  readonly info: (message: string) => void;
  readonly warning: (message: string) => void;
}

export interface IssueComment {
  readonly issue: number;
  readonly token: string;
  readonly marker: string;
  readonly body: string;
}
