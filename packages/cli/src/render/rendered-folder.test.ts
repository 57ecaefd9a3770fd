import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitStaged, stageRendered, writeRendered } from './rendered-folder.ts';
import { commitAll, type Rendered, requireFolderOfRenders, stageAll } from './write-all.ts';

let folder: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rendered-'));
  out = join(folder, 'out');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, content = path) => ({ path, content });
/** Every file below the test's folder: what is left beside the output shows as well. */
const tree = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('a rendered folder', () => {
  test('takes the place of the earlier one, whose other files go', () => {
    writeRendered(out, 'dev', [file('loki/config.yaml'), file('old.yaml')]);
    writeRendered(out, 'dev', [file('loki/config.yaml', 'new'), file('a/b/c.yaml')]);
    expect(tree()).toEqual(['out/.adopt-render.json', 'out/a/b/c.yaml', 'out/loki/config.yaml']);
    expect(readFileSync(join(out, 'loki/config.yaml'), 'utf8')).toBe('new');
    expect(JSON.parse(readFileSync(join(out, '.adopt-render.json'), 'utf8'))).toEqual({
      environment: 'dev',
      files: ['loki/config.yaml', 'a/b/c.yaml'],
    });
  });

  test('shows what tasks are given to nobody else', () => {
    writeRendered(out, 'dev', [file('terraform.tfvars.json'), file('grafana/x.json')]);
    expect(statSync(join(out, 'terraform.tfvars.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(out, 'grafana/x.json')).mode & 0o044).toBe(0o044);
  });

  test('may be an empty one, or a link to one', () => {
    mkdirSync(out);
    symlinkSync(out, join(folder, 'link'));
    writeRendered(join(folder, 'link'), 'dev', [file('a')]);
    writeRendered(join(folder, 'link'), 'dev', [file('b')]);
    rmSync(join(folder, 'link'));
    expect(tree()).toEqual(['out/.adopt-render.json', 'out/b']);
  });

  test('is refused with a link in it, which is not followed', () => {
    writeRendered(out, 'dev', [file('a')]);
    symlinkSync(folder, join(out, 'link'));
    expect(() => writeRendered(out, 'dev', [file('a')])).toThrow('holds link, which');
  });

  test.each(['notes.txt', 'loki/notes.txt', '.git'])('is refused with %s in it', (name) => {
    writeRendered(out, 'dev', [file('loki/config.yaml')]);
    writeFileSync(join(out, name), 'mine');
    const before = tree();
    expect(() => writeRendered(out, 'dev', [file('new')])).toThrow(`holds ${name}, which "adopt render" didn't write`);
    expect(tree()).toEqual(before);
  });

  test('is refused where a file is, or the folder that one works in', () => {
    writeFileSync(out, 'mine');
    expect(() => writeRendered(out, 'dev', [])).toThrow('is a file: name a folder');
    expect(() => writeRendered('.', 'dev', [])).toThrow('is or holds the folder that you are in');
    expect(() => writeRendered('..', 'dev', [])).toThrow('is or holds the folder that you are in');
  });

  test('is as it was when a file of it can not be written', () => {
    writeRendered(out, 'dev', [file('a')]);
    // The second needs a folder where the first is.
    expect(() => writeRendered(out, 'dev', [file('b'), file('b/c')])).toThrow("can't be written, and is as it was: ");
    expect(tree()).toEqual(['out/.adopt-render.json', 'out/a']);
  });

  test('is as it was when the new one can not take its place', () => {
    writeRendered(out, 'dev', [file('a')]);
    const staged = stageRendered(out, 'dev', [file('b')]);
    for (const name of readdirSync(folder)) if (name.endsWith('.new')) rmSync(join(folder, name), { recursive: true });
    expect(() => commitStaged(staged)).toThrow("can't be written, and is as it was: ENOENT");
    expect(tree()).toEqual(['out/.adopt-render.json', 'out/a']);
  });
});

describe('several environments', () => {
  const writeAll = (folder: string, environments: Iterable<Rendered>, only: boolean) => {
    requireFolderOfRenders(folder);
    commitAll(folder, stageAll(folder, environments), only);
  };
  const environment = (name: string, ...paths: string[]) => ({
    environment: name,
    files: paths.map((path) => file(path)),
  });

  test('have a folder each; --all removes those of environments that are gone, and nothing else', () => {
    writeAll(out, [environment('dev', 'a'), environment('prod', 'a')], true);
    mkdirSync(join(out, 'mine'));
    writeFileSync(join(out, 'mine/notes.txt'), '');
    writeAll(out, [environment('dev', 'b')], false);
    expect(tree()).toContain('out/prod/a');
    writeAll(out, [environment('dev', 'b')], true);
    expect(tree()).toEqual(['out/dev/.adopt-render.json', 'out/dev/b', 'out/mine/notes.txt']);
  });

  test('are written together or not at all', () => {
    writeAll(out, [environment('dev', 'a')], true);
    const broken = function* () {
      yield environment('dev', 'b');
      yield environment('prod', 'b', 'b/c');
    };
    expect(() => writeAll(out, broken(), true)).toThrow("can't be written");
    const refused = function* () {
      yield environment('dev', 'b');
      throw new Error('larger than 64 KiB');
    };
    expect(() => writeAll(out, refused(), true)).toThrow('64 KiB');
    expect(tree()).toEqual(['out/dev/.adopt-render.json', 'out/dev/a']);
  });

  test('never mix with the render of one, nor take a stale folder that holds something else', () => {
    writeRendered(out, 'dev', [file('a')]);
    expect(() => writeAll(out, [environment('loki', 'config.yaml')], true)).toThrow(
      'a render of one environment alone',
    );
    rmSync(out, { recursive: true });
    writeAll(out, [environment('dev', 'a'), environment('prod', 'a')], true);
    writeFileSync(join(out, 'prod/notes.txt'), '');
    const before = tree();
    expect(() => writeAll(out, [environment('dev', 'b')], true)).toThrow('holds notes.txt');
    expect(tree()).toEqual(before);
  });
});
