import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatProblem, loadEnvironment } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { renderProblems } from './render-problems.ts';

const root = fileURLToPath(new URL('../../../environments', import.meta.url));

/** What `adopt validate` finds when dev, with an overlay that begins on line 2, is rendered. */
function problems(overlay: string): string[] {
  const readFile = (path: string) =>
    path.includes('/case/') ? `extends: ../dev/environment.yaml\n${overlay}\n` : readFileSync(path, 'utf8');
  const loaded = loadEnvironment('case', { root, readFile });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => formatProblem(problem)).join('\n'));
  return renderProblems(loaded).map((problem) => formatProblem(problem, root));
}

test('finds nothing wrong with what can be rendered', () => {
  expect(problems('')).toEqual([]);
});

test('points to the variable that makes a task definition too large, for each such service', () => {
  const large = 'x'.repeat(70_000);
  const overlay = `services:
  worker:
    environment:
      SMALL: x
      LARGE: ${large}
  ui: { environment: { LARGE: ${large} } }`;
  expect(problems(overlay).sort()).toEqual([
    expect.stringMatching(/^case\/environment\.yaml:6:14: services\.worker: adot: its task definition has \d{5} bytes/),
    expect.stringMatching(/^case\/environment\.yaml:7:31: services\.ui: plain: its task definition has \d{5} bytes/),
  ]);
});

test('points to the service for everything else', () => {
  expect(problems('services:\n  worker: { ports: { metrics: 9091 } }')).toEqual([
    expect.stringMatching(
      /^case\/environment\.yaml:3:3: services\.worker: ports\.metrics is 9091, metrics\.port is 9090/,
    ),
  ]);
});
