import { dirname } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A mutant is judged as soon as one test fails: tests beside the mutated file come first, then those of the quick files. Vitest's own
 * order begins with the slow ones.
 */
export class NearFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Stryker names the mutated file here; all of them in its first run.
    const folders = new Set((this.ctx.config.related ?? []).map((file) => dirname(file)));
    const cost = (file: TestSpecification): readonly [number, number] => [
      folders.has(dirname(file.moduleId)) ? 0 : 1,
      this.ctx.cache.getTestSpecificationResult(file)?.duration ?? 0,
    ];
    return files
      .map((file) => ({ file, cost: cost(file) }))
      .sort((a, b) => a.cost[0] - b.cost[0] || a.cost[1] - b.cost[1])
      .map(({ file }) => file);
  }
}
