import { isAbsolute, relative, sep } from 'node:path';
import type { Position, Problem } from './model.ts';

/** `file:line:column: path: message`; an absolute file below `folder` is shown relative to it. */
export function formatProblem(problem: Problem, folder: string = process.cwd()): string {
  const { line, column, path, message } = problem;
  const position = `${shownFile(problem.file, folder)}:${line}:${column}`;
  return path === '' ? `${position}: ${message}` : `${position}: ${path}: ${message}`;
}

/** `file:line`; an absolute file below `folder` is shown relative to it. */
export function formatSource({ file, line }: Position, folder: string = process.cwd()): string {
  return `${shownFile(file, folder)}:${line}`;
}

function shownFile(file: string, folder: string): string {
  if (!isAbsolute(file)) return file;
  const fromFolder = relative(folder, file);
  return fromFolder.startsWith(`..${sep}`) || isAbsolute(fromFolder) ? file : fromFolder;
}
