import type { Progress } from '../act/events.ts';
import type { Sandbox } from '../sandbox.ts';

/** What the parts of the demo need of the story they play in. */
export interface Stagehand {
  readonly artefacts: string;
  readonly signal: AbortSignal;
  readonly sandbox: Sandbox;
  readonly progress: Progress;
  check(what: string, passed: boolean, detail?: string): void;
  keep(name: string, content: string): string;
}
