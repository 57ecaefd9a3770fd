import { httpStatus, type Repository } from '@loki-adoption/action-kit';
import { errorMessage, isExpected } from '@loki-adoption/errors';

export interface Step {
  readonly what: string;
  /** Whether a role would be reachable without it: then nothing is made in AWS before it is done. */
  readonly guards: boolean;
  /** What a person does instead. */
  readonly click: string;
  run(repository: Repository): Promise<void>;
}

export interface Refused extends Pick<Step, 'what' | 'guards' | 'click'> {
  readonly why: string;
}

/** Takes all steps, whatever becomes of the others. Those that GitHub refused. */
export async function runSteps(
  repository: Repository,
  steps: readonly Step[],
  done: (what: string) => void,
): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const { what, guards, click, run } of steps) {
    try {
      await run(repository);
      done(what);
    } catch (error) {
      const status = httpStatus(error);
      if (status === undefined && !isExpected(error)) throw error;
      const why = status === undefined ? errorMessage(error) : `GitHub answered ${status}: ${errorMessage(error)}`;
      refused.push({ what, guards, click, why });
    }
  }
  return refused;
}

/** A list that can be followed by hand. */
export function byHand(steps: readonly (Pick<Step, 'what' | 'click'> & Partial<Refused>)[]): string {
  return steps
    .map(({ what, why, click }) => [`- ${what}`, ...(why === undefined ? [] : [why]), click].join('\n    '))
    .join('\n');
}
