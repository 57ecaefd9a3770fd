import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A mutant is judged as soon as one test fails. Stryker plants the mutants of a file one after the other, so the test files that
 * noticed the ones before come first, then the quick ones. Vitest's own order begins with the slow ones.
 */
export class NoticedFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = (file: TestSpecification): readonly [number, number] => {
      const before = this.ctx.cache.getTestSpecificationResult(file);
      return [before?.failed ? 0 : 1, before?.duration ?? 0];
    };
    return files
      .map((file) => ({ file, cost: cost(file) }))
      .sort((a, b) => a.cost[0] - b.cost[0] || a.cost[1] - b.cost[1])
      .map(({ file }) => file);
  }
}
