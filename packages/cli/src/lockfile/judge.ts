import { compareWithBase } from './compare-with-base.ts';
import { readYaml } from './read-yaml.ts';
import { type Lockfile, lockSchema } from './schema.ts';

/** What decides where the packages come from that bundles are built with. */
export interface PackageSources {
  /** pnpm-lock.yaml. */
  readonly lockfile: string;
  /** pnpm-workspace.yaml. */
  readonly workspace: string;
  /** The lockfile of the base branch; `undefined`: there is none to compare with. */
  readonly base?: string | undefined;
  /** What package.json names as `packageManager`. */
  readonly packageManager: unknown;
  /** Paths of all files of the checkout, as git has them. */
  readonly files: readonly string[];
}

/** A package as the registry has it: its name, and an exact version. No alias, address, path or commit. */
const PUBLISHED = /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*@\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\(.+\))?$/;
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;
/** What a package.json asks for: a version or a range of the registry's, the catalog's version, a package of the workspace. */
const ASKED = /^(?:[\^~]?\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?|catalog:|workspace:\*)$/;

const PACKAGE_MANAGER = /^pnpm@\d+\.\d+\.\d+\+sha512\.[0-9a-f]{128}$/;

/** The settings of pnpm-workspace.yaml that say nothing about where packages come from, or what is done to them. */
const KNOWN_SETTINGS = ['packages', 'catalog', 'onlyBuiltDependencies'];

/**
 * What is wrong with the lockfile, in words. `pnpm install --frozen-lockfile` asks only whether it fits package.json: an entry may
 * still lead to another archive, whose code ends in the bundles that run with the apply role.
 */
export function lockfileProblems(sources: PackageSources): string[] {
  const problems = [...settingsProblems(sources.files), ...installedProblems(sources.files)];
  if (!PACKAGE_MANAGER.test(String(sources.packageManager))) {
    problems.push('package.json: packageManager is not pnpm with an exact version and its SHA-512 checksum');
  }
  const workspace = readYaml('pnpm-workspace.yaml', sources.workspace);
  if ('problem' in workspace) problems.push(workspace.problem);
  else {
    const unknown = Object.keys(Object(workspace.value)).filter((key) => !KNOWN_SETTINGS.includes(key));
    problems.push(
      ...unknown.map((key) => `pnpm-workspace.yaml: ${key} can change where packages come from: remove it`),
    );
  }
  const lock = readYaml('pnpm-lock.yaml', sources.lockfile);
  if ('problem' in lock) return [...problems, lock.problem];
  const parsed = lockSchema.safeParse(lock.value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `pnpm-lock.yaml: ${path.join(' → ')}: ${message}`);
    return [...problems, ...issues];
  }
  return [...problems, ...entryProblems(parsed.data), ...compareWithBase(parsed.data, sources.base)];
}

/** Files from which npm, pnpm or yarn take a registry, or run something. */
const SETTINGS =
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.[cm]?js|npm-shrinkwrap\.json|package-lock\.json|yarn\.lock)$/;

function settingsProblems(files: readonly string[]): string[] {
  return files
    .filter((path) => SETTINGS.test(path))
    .map((path) => `${path}: package managers take a registry or hooks from it: remove it`);
}

/** Folders that a package manager or a build takes for its own work, and leaves as they are. */
const INSTALLED = /(?:^|\/)(?:node_modules|\.turbo)\//;

function installedProblems(files: readonly string[]): string[] {
  const folders = files.flatMap((path) => {
    const match = INSTALLED.exec(path);
    return match === null ? [] : [path.slice(0, match.index + match[0].length)];
  });
  return [...new Set(folders)].map((path) => `${path}: stands for what is installed or built: remove it`);
}

function entryProblems({ importers, packages, snapshots }: Lockfile): string[] {
  const problems: string[] = [];
  const say = (where: string, what: string) => problems.push(`pnpm-lock.yaml: ${where}: ${what}`);
  for (const [key, { resolution }] of Object.entries(packages)) {
    if (!PUBLISHED.test(key)) say(key, 'is not a package of the registry with an exact version');
    const others = Object.keys(resolution).filter((name) => name !== 'integrity');
    if (others.length > 0) say(key, `is resolved by ${others.join(', ')}: only the registry's own archive is taken`);
    if (!SHA512.test(String(resolution['integrity']))) say(key, 'has no SHA-512 checksum');
  }
  for (const [key, { dependencies, optionalDependencies }] of Object.entries(snapshots)) {
    if (!Object.hasOwn(packages, key.replace(/\(.*$/, ''))) say(key, 'is no entry of packages');
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      if (!VERSION.test(version)) say(`${key} → ${name}`, `is ${version}: expected a version of ${name} itself`);
    }
  }
  for (const [folder, { dependencies, devDependencies, optionalDependencies }] of Object.entries(importers)) {
    for (const [name, asked] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      const { specifier, version } = asked;
      if (!ASKED.test(specifier)) say(`${folder} → ${name}`, `asks for ${specifier}: name a version of the registry's`);
      const link = /^link:\.\.\/([a-z0-9-]+)$/.exec(version)?.[1];
      const isWorkspace =
        link !== undefined && specifier === 'workspace:*' && Object.hasOwn(importers, `packages/${link}`);
      if (!isWorkspace && !VERSION.test(version))
        say(`${folder} → ${name}`, `is ${version}: expected a version of ${name} itself`);
    }
  }
  return problems;
}
