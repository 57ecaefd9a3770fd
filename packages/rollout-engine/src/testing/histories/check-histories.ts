import fc from 'fast-check';
import { type Command, command, inWords } from './commands.ts';
import { historyEnvironment } from './create-history.ts';
import type { History } from './history.ts';
import { playHistory } from './play-history.ts';

export interface CheckOptions {
  readonly seed: number;
  /** Commands to be played, at least. */
  readonly steps: number;
  /** Of a failure that is to be played again. */
  readonly path?: string;
}

export interface Checked {
  readonly histories: number;
  readonly steps: number;
  /** How the runs of these histories ended: `rollout promoted`, `rollback killed`. */
  readonly endings: Readonly<Record<string, number>>;
  /** What broke, the shortest history that was found for it, and how to play it again; absent where nothing did. */
  readonly failure?: string;
}

/** Longest history, in commands. */
const LENGTH = 70;

/** So long is looked for a shorter history that breaks the same, in ms. */
const SHRINK_MS = 60_000;

/** Plays random histories until enough commands were played or an invariant broke. The seed alone determines them. */
export async function checkHistories({ seed, steps, path }: CheckOptions): Promise<Checked> {
  const environment = historyEnvironment();
  let histories = 0;
  let played = 0;
  let shrinksUntil: number | undefined;
  const endings: Record<string, number> = {};
  const property = fc.asyncProperty(
    fc.array(command, { minLength: 1, maxLength: LENGTH, size: 'max' }),
    async (commands) => {
      if (shrinksUntil === undefined) {
        if (played >= steps) return;
        histories += 1;
        played += commands.length;
      } else if (performance.now() > shrinksUntil) return;
      try {
        count(endings, await playHistory(environment, commands));
      } catch (error) {
        shrinksUntil ??= performance.now() + SHRINK_MS;
        throw error;
      }
    },
  );
  const result = await fc.check(property, {
    seed,
    numRuns: path === undefined ? steps : 1,
    ...(path !== undefined && { path }),
  });
  if (!result.failed || !result.counterexample) return { histories, steps: played, endings };
  return {
    histories,
    steps: played,
    endings,
    failure: inFull(seed, result.counterexamplePath ?? '', result.counterexample[0], result.errorInstance),
  };
}

function count(endings: Record<string, number>, { runs }: History): void {
  for (const { kind, started } of runs) {
    const { report, error } = started.result();
    const ending = `${kind} ${report?.outcome ?? (error === undefined ? 'killed' : 'failed')}`;
    endings[ending] = (endings[ending] ?? 0) + 1;
  }
}

function inFull(seed: number, path: string, commands: readonly Command[], error: unknown): string {
  const what = error instanceof Error && error.name !== 'Violation' ? (error.stack ?? error.message) : String(error);
  return [
    what,
    '',
    'The shortest history found for it:',
    ...commands.map((step, index) => `  ${index + 1}. ${inWords(step)}`),
    '',
    `Play it again: pnpm test:histories --seed ${seed} --path ${path}`,
  ].join('\n');
}
