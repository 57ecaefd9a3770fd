import type { Plan } from './core/plan.ts';
import type { Inputs } from './inputs.ts';

export interface PostRequest {
  readonly marker: string;
  readonly body: string;
  readonly pullRequest: number;
}

export interface Posted {
  /** `skipped`: the token may only read, as in a pull request from a fork. */
  readonly posted: 'created' | 'updated' | 'unchanged' | 'superseded' | 'skipped';
  readonly id?: number;
  readonly url?: string;
}

/** All that the action asks of the world. */
export interface Ports {
  inputs(): Inputs;
  readPlans(patterns: readonly string[]): Plan[];
  readText(path: string): string;
  writeText(path: string, content: string): void;
  summarize(markdown: string): void;
  setOutputs(outputs: Readonly<Record<string, string | number | undefined>>): void;
  say(message: string): void;
  post(request: PostRequest): Promise<Posted>;
}
