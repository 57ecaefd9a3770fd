/** How many mutants of each kind a run left. Those that no test could judge (compile and runtime errors) don't count. */
export interface Score {
  readonly detected: number;
  readonly survived: number;
  /** In percent. 100 where there is nothing to mutate. */
  readonly percent: number;
}

const DETECTED = ['Killed', 'Timeout'];
const UNDETECTED = ['Survived', 'NoCoverage'];

/** Stryker's mutation score of the mutants of a run. */
export function scoreOf(mutants: readonly { readonly status: string }[]): Score {
  const count = (statuses: readonly string[]) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const detected = count(DETECTED);
  const survived = count(UNDETECTED);
  const all = detected + survived;
  return { detected, survived, percent: all === 0 ? 100 : (detected / all) * 100 };
}
