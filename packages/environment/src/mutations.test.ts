import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEnvironment } from './load-environment.ts';
import type { LoadResult, Problem } from './model.ts';
import { type Files, MUTATIONS, mutants } from './testing/mutations.ts';

const ROOT = join(import.meta.dirname, '../../../environments');
const FILES: Files = Object.fromEntries(
  ['base.yaml', 'dev/environment.yaml'].map((file) => [join('e', file), readFileSync(join(ROOT, file), 'utf8')]),
);
const COUNT = 1000;

function load(files: Files): LoadResult {
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('nothing there'), { code: 'ENOENT' });
    return text;
  };
  return loadEnvironment('dev', { root: 'e', readFile });
}

/** What is wrong with a problem itself; `undefined` when it points to a place that a person can go to and tells something there. */
function complaint({ file, line, column, message }: Problem, files: Files): string | undefined {
  const lines = files[file]?.split('\n');
  if (!lines) return `points to ${file}, which is no file`;
  const [row, end] = [line - 1, (lines[line - 1]?.length ?? 0) + 1];
  if (!(row >= 0 && row < lines.length)) return `line ${line} of ${lines.length}`;
  if (!(column >= 1 && column <= end)) return `column ${column} of ${end}`;
  // A line of its own in a job's log could be a command to the runner.
  return message === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(message) ? `says ${JSON.stringify(message)}` : undefined;
}

it(`ends in problems with a place in a file, or in an environment: ${COUNT} broken copies of the real files`, () => {
  const all = mutants(FILES, COUNT, 20_261_124);
  const alone = new Map<string, number>();
  let valid = 0;
  for (const { kinds, files } of all) {
    const [first = ''] = kinds;
    if (kinds.length === 1) alone.set(first, (alone.get(first) ?? 0) + 1);
    const result = load(files);
    if (result.ok) valid += 1;
    else expect(result.problems, kinds.join()).not.toEqual([]);
    const found = [...result.warnings, ...(result.ok ? [] : result.problems)];
    expect(
      found.map((problem) => complaint(problem, files)).filter((text) => text !== undefined),
      kinds.join(),
    ).toEqual([]);
  }
  expect([...alone.keys()].sort()).toEqual(Object.keys(MUTATIONS).sort());
  expect(Math.min(...alone.values())).toBeGreaterThanOrEqual(10);
  // Some changes are harmless, such as Windows' line ends; most are not.
  expect(valid).toBeGreaterThan(50);
  expect(valid).toBeLessThan(COUNT / 2);
}, 300_000);

it('has no circle, however long', () => {
  const chain = Array.from({ length: 50 }, (_, index) => [`e/l${index}.yaml`, `extends: l${(index + 1) % 50}.yaml\n`]);
  const files = { ...Object.fromEntries(chain), 'e/dev/environment.yaml': 'extends: ../l0.yaml\n' };
  const result = load(files);
  expect(result.ok || result.problems).toMatchObject([{ file: 'e/l49.yaml', line: 1, column: 10 }]);
});
