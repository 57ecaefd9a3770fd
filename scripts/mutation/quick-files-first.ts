import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A mutant is judged as soon as one test fails: the quick files of a package come first, and not the slow ones as usual. */
export class QuickFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const lasted = (file: TestSpecification) => this.ctx.cache.getTestSpecificationResult(file)?.duration ?? 0;
    return files.toSorted((a, b) => lasted(a) - lasted(b));
  }
}
