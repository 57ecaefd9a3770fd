import fc from 'fast-check';

/** So many runs of a property that takes long, or as many as are set for all where those are fewer (`pnpm test:mutation`). */
export function atMost(runs: number): { readonly numRuns: number } {
  return { numRuns: Math.min(runs, fc.readConfigureGlobal().numRuns ?? runs) };
}
