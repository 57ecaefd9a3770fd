import { isAbsolute, join, relative, sep } from 'node:path';
import { errorMessage } from '@loki-adoption/errors';
import type { Position, Problem, ReadFile } from '../model.ts';
import { type Located, type LocatedMap, mergeLocated, plainValue } from './located.ts';
import { parseYaml } from './parse-yaml.ts';
import { describeValue, quote } from './wording.ts';

/** The merged document of an environment. `tree` is absent when a file of the chain couldn't be read. */
export interface ReadChain {
  readonly tree?: Located;
  /** Every file that was read, the environment's own first. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

interface Source {
  readonly root: string;
  readonly readFile: ReadFile;
}

/** Reads `file` and everything it extends, and merges them. No file outside `root` is asked for. */
export function readChain(file: string, source: Source): ReadChain {
  return readLayer(file, [], { file, line: 1, column: 1 }, source);
}

function readLayer(file: string, above: readonly string[], askedAt: Position, source: Source): ReadChain {
  const content = readText(file, source.readFile);
  if (content.text === undefined) {
    const extended = above.length > 0;
    const message = `${extended ? `${quote(file)} ` : ''}can't be read: ${content.reason}`;
    return { files: above, problems: [{ ...askedAt, path: extended ? 'extends' : '', message }] };
  }
  const files = [...above, file];
  const { tree, problems } = parseYaml(content.text, file);
  if (!tree) return { files, problems };
  if (tree.kind !== 'map') {
    return { files, problems: [...problems, { ...tree.at, path: '', message: 'expected a map of settings' }] };
  }
  const { parent, own } = takeExtends(tree);
  if (!parent) return { tree: own, files, problems };
  const target = parentFile(parent, files, source.root);
  if (target.file === undefined) {
    return { files, problems: [...problems, { ...parent.at, path: 'extends', message: target.refused }] };
  }
  const below = readLayer(target.file, files, parent.at, source);
  const all = { files: below.files, problems: [...problems, ...below.problems] };
  return below.tree ? { ...all, tree: mergeLocated(below.tree, own) } : all;
}

function readText(file: string, readFile: ReadFile): { text: string } | { text?: undefined; reason: string } {
  try {
    return { text: readFile(file) };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { reason: missing ? 'there is no such file' : errorMessage(error) };
  }
}

function takeExtends(tree: LocatedMap): { parent: Located | undefined; own: LocatedMap } {
  const entries = new Map(tree.entries);
  const parent = entries.get('extends')?.node;
  entries.delete('extends');
  return { parent, own: { ...tree, entries } };
}

/** The file that `extends` means, unless it leaves `root` or was read already. */
function parentFile(
  parent: Located,
  files: readonly string[],
  root: string,
): { file: string } | { file?: undefined; refused: string } {
  const target = parent.kind === 'scalar' ? parent.value : undefined;
  if (typeof target !== 'string' || target === '') {
    return { refused: `expected the path of a file, not ${describeValue(plainValue(parent))}` };
  }
  const file = join(files.at(-1) ?? '', '..', target);
  const fromRoot = relative(root, file);
  if (isAbsolute(target) || fromRoot === '' || fromRoot === '..' || fromRoot.startsWith(`..${sep}`)) {
    return { refused: `${quote(target)} is outside of ${quote(root)}` };
  }
  if (files.includes(file)) return { refused: `goes in a circle: ${[...files, file].join(' → ')}` };
  return { file };
}
