import { expect, test } from 'vitest';
import { scoreOf } from './score.ts';

const mutants = (statuses: Record<string, number>) =>
  Object.entries(statuses).flatMap(([status, count]) => Array.from({ length: count }, () => ({ status })));

test('a mutant that no test reaches counts like one that every test passes', () => {
  expect(scoreOf(mutants({ Killed: 6, Timeout: 2, Survived: 1, NoCoverage: 1 }))).toEqual({
    detected: 8,
    survived: 2,
    percent: 80,
  });
});

test('mutants that could not be judged, or were ignored, count for nothing', () => {
  expect(scoreOf(mutants({ Killed: 1, CompileError: 5, RuntimeError: 5, Ignored: 5 })).percent).toBe(100);
  expect(scoreOf([]).percent).toBe(100);
});
