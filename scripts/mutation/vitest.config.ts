import { defineConfig } from 'vitest/config';
import { NearFilesFirst } from './near-files-first.ts';

// The unit tests of one package: Stryker sets `dir` to its folder. A mutant is judged in half the time when the files of a run share
// their modules; each mutant has a run of its own.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    isolate: false,
    sequence: { sequencer: NearFilesFirst },
    setupFiles: [new URL('fewer-runs.ts', import.meta.url).pathname],
  },
});
