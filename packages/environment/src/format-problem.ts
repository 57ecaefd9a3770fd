import { isAbsolute, relative, sep } from 'node:path';
import type { Position, Problem } from './model.ts';

/** `file:line:column: path: message (the other: file:line:column)`; an absolute file below `folder` is shown relative to it. */
export function formatProblem(problem: Problem, folder: string = process.cwd()): string {
  const { path, message, other } = problem;
  const said = other === undefined ? message : `${message} (the other: ${shownPosition(other, folder)})`;
  return [shownPosition(problem, folder), path, said].filter((part) => part !== '').join(': ');
}

function shownPosition({ file, line, column }: Position, folder: string): string {
  return `${shownFile(file, folder)}:${line}:${column}`;
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
