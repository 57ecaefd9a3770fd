import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A package of which something is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its package.json. */
  readonly license: string;
  readonly author: string;
  /** The texts that have to go with it, such as LICENSE and NOTICE: name of the file → text. */
  readonly texts: ReadonlyMap<string, string>;
  /** SHA-512 of its archive as the lockfile has it, in base64. */
  readonly integrity: string;
  /** Folders below packages/ whose bundle has it. */
  readonly bundles: readonly string[];
}

type Locked = Readonly<Record<string, { readonly resolution: { readonly integrity: string } }>>;

/** The bundler writes above each module where it comes from. */
const ORIGIN = /^\s*\/\/ (?:\.\.\/)+node_modules\/(\.pnpm\/[^/]+\/node_modules\/((?:@[^/]+\/)?[^/]+))\//gm;
const TEXT = /^(licen[cs]e|notice|copying)([.-].*)?$/i;

/** All packages of the committed bundles, sorted by name and version. */
export function bundledPackages(root: string): BundledPackage[] {
  const found = new Map<string, Set<string>>();
  for (const path of globSync('packages/*/dist/index.js', { cwd: root }).sort()) {
    for (const [, folder = ''] of readFileSync(join(root, path), 'utf8').matchAll(ORIGIN)) {
      found.set(folder, (found.get(folder) ?? new Set()).add(path.split(/[\\/]/)[1] ?? ''));
    }
  }
  const lock = parse(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')) as { packages: Locked };
  return [...found]
    .map(([folder, bundles]) => describePackage(join(root, 'node_modules', folder), [...bundles], lock.packages))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export function keyOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`;
}

function describePackage(folder: string, bundles: readonly string[], locked: Locked): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const [name, version] = [String(manifest['name']), String(manifest['version']).replace(/^v/, '')];
  const names = readdirSync(folder)
    .filter((file) => TEXT.test(file))
    .sort();
  const { author } = manifest;
  return {
    name,
    version,
    license: String(manifest['license']),
    author:
      typeof author === 'object' && author !== null && 'name' in author ? String(author.name) : String(author ?? ''),
    texts: new Map(
      names.map((file) => [file, readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()]),
    ),
    integrity: locked[`${name}@${version}`]?.resolution.integrity.replace('sha512-', '') ?? '',
    bundles: [...bundles].sort(),
  };
}
