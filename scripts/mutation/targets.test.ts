import { describe, expect, it, test } from 'vitest';
import { filesOf, TARGETS, targetsFor } from './targets.ts';

describe('an argument', () => {
  it('names a package, with its declared target', () => {
    expect(targetsFor('cost-report')).toEqual([{ package: 'cost-report', mutate: ['src/core/**'] }]);
    expect(targetsFor('packages/cost-report/')).toEqual(targetsFor('cost-report'));
  });

  it('names a package that is not in the list, a folder or a file', () => {
    expect(targetsFor('action-kit')).toEqual([{ package: 'action-kit', mutate: ['src/**'] }]);
    expect(targetsFor('verification/src/core')).toEqual([{ package: 'verification', mutate: ['src/core/**'] }]);
    expect(targetsFor('aws-kit/src/ecs.ts')).toEqual([{ package: 'aws-kit', mutate: ['src/ecs.ts'] }]);
    const [target] = targetsFor('plan-comment');
    expect(targetsFor('plan-comment/src/core/read')).toEqual([{ ...target, mutate: ['src/core/read/**'] }]);
  });

  it('keeps to the tests of its folder where those near it are asked for', () => {
    const testsOf = (argument: string) => targetsFor(argument, { near: true }).map(({ tests }) => tests);
    expect(testsOf('plan-comment/src/core/read')).toEqual(['src/core/read']);
    expect(testsOf('plan-comment/src/core/read/json.ts')).toEqual(['src/core/read']);
    expect(testsOf('plan-comment')).toEqual([undefined]);
  });

  it.each(['no-such-package', '', '..'])('that names no package is refused: "%s"', (argument) => {
    expect(() => targetsFor(argument)).toThrow(/^There is no packages\//);
  });

  it('is optional: without it, all declared packages that exist', () => {
    const there = targetsFor(undefined);
    expect(there.length).toBeGreaterThan(3);
    expect(TARGETS).toEqual(expect.arrayContaining([...there]));
  });
});

test('tests and what serves them are not mutated', () => {
  const files = filesOf({ package: 'cost-report', mutate: ['src/core/**'] });
  expect(files).toContain('packages/cost-report/src/core/cost-line.ts');
  expect(files.filter((file) => /\.test\.|fixture|testing/.test(file))).toEqual([]);
  expect(filesOf({ package: 'action-kit', mutate: ['src/**'] }).join()).not.toContain('testing');
});

test('a target without a source file is a mistake, not 100 %', () => {
  expect(() => filesOf({ package: 'verification', mutate: ['src/cor/**'] })).toThrow(/is a source file/);
});
