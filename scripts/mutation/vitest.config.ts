import { statSync } from 'node:fs';
import { defaultExclude, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Stories play whole runs; a test of one function judges most mutants in a fraction of the time. */
class StoriesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (/\/run\//.test(moduleId) ? 1 : 0);
    const size = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return files.toSorted((a, b) => rank(a) - rank(b) || size(a) - size(b));
  }
}

// The unit tests of one package: Stryker sets `dir` to its folder. A mutant is judged in half the time when the files of a run share
// their modules; each mutant has a run of its own.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // The histories play whole rollouts at random. They reach every line of the engine, take longer than all else together, and don't
    // say which requirement broke: a fault has to fail a test that does.
    exclude: [...defaultExclude, 'src/testing/histories/**'],
    isolate: false,
    sequence: { sequencer: StoriesLast },
  },
});
