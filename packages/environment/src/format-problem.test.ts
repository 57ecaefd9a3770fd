import { expect, it } from 'vitest';
import { formatProblem } from './format-problem.ts';

const problem = {
  file: 'environments/dev/environment.yaml',
  line: 4,
  column: 7,
  path: 'loki.cpu',
  message: 'is missing',
};

it('shows position, path and message on one line', () => {
  expect(formatProblem(problem)).toBe('environments/dev/environment.yaml:4:7: loki.cpu: is missing');
  expect(formatProblem({ ...problem, path: '' })).toBe('environments/dev/environment.yaml:4:7: is missing');
});

it('shows an absolute file relative to the folder when it is inside', () => {
  expect(formatProblem({ ...problem, file: '/repo/a/b.yaml' }, '/repo')).toMatch(/^a\/b\.yaml:4:7/);
  expect(formatProblem({ ...problem, file: '/repo2/b.yaml' }, '/repo')).toMatch(/^\/repo2\/b\.yaml:4:7/);
});
