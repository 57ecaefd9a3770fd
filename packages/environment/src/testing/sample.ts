import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadOptions, loadEnvironment } from '../load-environment.ts';
import type { LoadResult, Problem } from '../model.ts';

const SAMPLE = join(import.meta.dirname, '../../fixtures/sample');

/** The sample with an overlay on it, which begins on line 2 of its file. */
export function loadSample(overlay: string, options: Pick<LoadOptions, 'lenient'> = {}): LoadResult {
  const readFile = (path: string) =>
    path === join(SAMPLE, 'case/environment.yaml')
      ? `extends: ../dev/environment.yaml\n${overlay}\n`
      : readFileSync(path, 'utf8');
  return loadEnvironment('case', { root: SAMPLE, readFile, ...options });
}

/** What is said about the sample with an overlay on it, as `path: message`. */
export function findings(overlay: string): { errors: string[]; warnings: string[] } {
  const result = loadSample(overlay);
  const show = ({ path, message }: Problem) => `${path}: ${message}`;
  return { errors: result.ok ? [] : result.problems.map(show), warnings: result.warnings.map(show) };
}

export function errors(overlay: string): string[] {
  return findings(overlay).errors;
}

/** The errors and warnings as `line:column path`, of the overlay alone. */
export function places(overlay: string): string[] {
  const result = loadSample(overlay);
  const all = [...(result.ok ? [] : result.problems), ...result.warnings];
  return all
    .filter(({ file }) => file.endsWith('case/environment.yaml'))
    .map(({ line, column, path }) => `${line}:${column} ${path}`);
}
