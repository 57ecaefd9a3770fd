import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import type { Progress } from '../act/events.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Developer } from './developer.ts';
import type { GitHubActions } from './github-actions.ts';
import type { Stagehand } from './stagehand.ts';

export interface Check {
  readonly what: string;
  readonly passed: boolean;
}

/** What a stage has to work with. The parts appear as the stages that make them have run. */
export class Story implements Stagehand {
  readonly root: string;
  /** Where everything that the demo leaves to read is kept. */
  readonly artefacts: string;
  readonly signal: AbortSignal;
  readonly checks: Check[] = [];
  readonly files: string[] = [];
  /** Number of the issue that keeps the cost report. */
  costIssue = 0;
  progress: Progress = () => {};
  #sandbox: Sandbox | undefined;
  #developer: Developer | undefined;
  #actions: GitHubActions | undefined;

  constructor(options: { root: string; artefacts: string; signal: AbortSignal }) {
    this.root = options.root;
    this.artefacts = options.artefacts;
    this.signal = options.signal;
  }

  get sandbox(): Sandbox {
    return present(this.#sandbox, 'sandbox');
  }

  set sandbox(value: Sandbox) {
    this.#sandbox = value;
  }

  get hasSandbox(): boolean {
    return this.#sandbox !== undefined;
  }

  get developer(): Developer {
    return present(this.#developer, 'repository');
  }

  set developer(value: Developer) {
    this.#developer = value;
  }

  get actions(): GitHubActions {
    return present(this.#actions, 'repository');
  }

  set actions(value: GitHubActions) {
    this.#actions = value;
  }

  /** A stage's outcome counts only if it was looked at: every claim of the demo is one of these. */
  check(what: string, passed: boolean, detail = ''): void {
    this.checks.push({ what, passed });
    if (!passed) throw new UserError(`Expected: ${what}.${detail === '' ? '' : `\n${detail}`}`);
  }

  /** Keeps a file for the reader; the name is relative to the artefacts' folder. */
  keep(name: string, content: string): string {
    const path = join(this.artefacts, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    this.list(name);
    return relative(this.root, path);
  }

  /** Names a file that is there already. */
  list(name: string): void {
    const path = join(this.artefacts, name);
    if (!this.files.includes(path)) this.files.push(path);
  }
}

function present<T>(value: T | undefined, stage: string): T {
  if (value === undefined) throw new Error(`The stage "${stage}" has to run first.`);
  return value;
}
