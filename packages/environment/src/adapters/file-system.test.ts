import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatProblem } from '../format-problem.ts';
import { listEnvironments, surveyEnvironments } from './file-system.ts';

let root: string;

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
}

const refused = () => surveyEnvironments(root).problems.map((problem) => formatProblem(problem, root));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'survey-'));
  write('dev/environment.yaml', 'prod/environment.yaml', 'prod/alerts.yaml', 'base.yaml', 'README.md');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it('lists the folders that hold an environment, beside layers and hidden folders', () => {
  write('.idea/workspace.xml');
  expect(listEnvironments(root)).toEqual(['dev', 'prod']);
  expect(surveyEnvironments(root).layers).toEqual([join(root, 'base.yaml')]);
  expect(listEnvironments(join(import.meta.dirname, '../../../../environments'))).toEqual(['dev', 'prod']);
});

it.each([
  [
    'a misnamed file',
    'eu/environment.yml',
    'eu:1:1: has no environment.yaml, so it is not an environment: environment.yml has to be called environment.yaml',
  ],
  [
    'a file with a capital',
    'eu/Environment.yaml',
    'eu:1:1: has no environment.yaml, so it is not an environment: Environment.yaml has to be called environment.yaml',
  ],
  [
    'a nested folder',
    'eu/test/environment.yaml',
    'eu:1:1: has no environment.yaml, so it is not an environment: test has to lie one folder higher',
  ],
  [
    'a folder with something else',
    'eu/notes.md',
    'eu:1:1: has no environment.yaml, so it is not an environment: add the file, or remove the folder. Layers that environments extend lie beside the folders',
  ],
  [
    'an environment within another',
    'dev/eu/environment.yaml',
    'dev:1:1: is an environment, and has another in it: eu has to lie one folder higher',
  ],
  [
    'a second file',
    'dev/environment.yml',
    'dev:1:1: is an environment, and has another in it: environment.yml has to be called environment.yaml',
  ],
  [
    'a submodule',
    'eu/.git',
    'eu:1:1: is a submodule, of which git shows no file that changes: put the files into this repository',
  ],
])('does not pass over %s', (_, file, message) => {
  write(file);
  expect(refused()).toEqual([message]);
  expect(() => listEnvironments(root)).toThrow(/ (has|is) /);
});

it('does not pass over an empty folder, nor one that is a link', () => {
  mkdirSync(join(root, 'eu'));
  symlinkSync('dev', join(root, 'us'));
  symlinkSync('nowhere', join(root, 'gone'));
  expect(refused()).toEqual([
    expect.stringMatching(/^eu:1:1: has no environment\.yaml/),
    expect.stringMatching(/^gone:1:1: this is a symbolic link/),
    expect.stringMatching(/^us:1:1: this is a symbolic link/),
  ]);
});

it('says where it looked when there is no such folder', () => {
  expect(() => listEnvironments(join(root, 'none'))).toThrow(/none can't be read: is this the root of the repository/);
});
