import type { Story } from '../story.ts';

export interface Stage {
  /** What `--stage` takes. */
  readonly name: string;
  readonly title: string;
  /** Returns what came of it, in one line. */
  run(story: Story): Promise<string>;
}

/** The environment that the demo plays with, and what the sandbox calls the rest. */
export const DEMO = { environment: 'dev', repository: 'acme/temporal-logging' } as const;
