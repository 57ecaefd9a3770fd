import { defaultExclude, defineConfig } from 'vitest/config';
import { NoticedFirst } from './noticed-first.ts';

// The unit tests of one package or of a folder of it: Stryker sets `dir`. A mutant is judged in half the time when the files of a run share
// their modules; each mutant has a run of its own.
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // The histories play whole rollouts at random. They reach every line of the engine, take longer than all else together, and don't
    // say which requirement broke: a fault has to fail a test that does.
    exclude: [...defaultExclude, '**/testing/histories/**'],
    isolate: false,
    sequence: { sequencer: NoticedFirst },
    setupFiles: [new URL('fewer-runs.ts', import.meta.url).pathname],
  },
});
