import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  getInput,
  getMultilineInput,
  group,
  isDebug,
  notice,
  setFailed,
  setOutput,
  setSecret,
  warning,
} from './commands.ts';

let folder: string;
let written: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

test('inputs by the names that the runner gives them', () => {
  vi.stubEnv('INPUT_PLAN-FILE', '  a.json \n\n  b.json\n');
  vi.stubEnv('INPUT_TWO_WORDS', 'x');
  expect(getInput('plan-file')).toBe('a.json \n\n  b.json');
  expect(getMultilineInput('plan-file')).toEqual(['a.json', 'b.json']);
  expect(getInput('two words')).toBe('x');
  expect(getInput('none')).toBe('');
});

test('outputs in the file of the step, whatever lines they have', () => {
  const file = join(folder, 'output');
  vi.stubEnv('GITHUB_OUTPUT', file);
  setOutput('one', 'a\nb=c\nEOF');
  setOutput('two', '');
  const [, end] = /^one<<(\S+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^one<<${end}\na\nb=c\nEOF\n${end}\ntwo<<(\\S+)\n\n\\1\n$`));
});

test('commands can’t be ended by what they say', async () => {
  setSecret('a\n::error::b%');
  warning('x');
  notice('y\rz');
  vi.stubEnv('GITHUB_OUTPUT', '');
  setOutput('a:b,c', '1');
  expect(written).toBe(
    '::add-mask::a%0A::error::b%25\n::warning::x\n::notice::y%0Dz\n::set-output name=a%3Ab%2Cc::1\n',
  );
});

test('a failure sets the exit code', () => {
  setFailed('no');
  expect([written, process.exitCode]).toEqual(['::error::no\n', 1]);
});

test('a group ends, whatever happens in it', async () => {
  await expect(group('g', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await group('h', async () => 7)).toBe(7);
  expect(written).toBe('::group::g\n::endgroup::\n::group::h\n::endgroup::\n');
});

test('debugging is what the runner says', () => {
  vi.stubEnv('RUNNER_DEBUG', '1');
  expect(isDebug()).toBe(true);
  vi.stubEnv('RUNNER_DEBUG', '');
  expect(isDebug()).toBe(false);
});
