/** An environment that a change touches, with the changed files that make it so. */
export interface AffectedEnvironment {
  readonly environment: string;
  readonly because: string[];
}

export interface ChangedFiles {
  /** Names of all environments. */
  readonly environments: readonly string[];
  /** Paths from the root of the repository, with `/`; of a renamed file both names. */
  readonly changed: readonly string[];
  /** Files that each environment is merged from, as `loadEnvironment` returns them, where one extends another's. */
  readonly files?: Readonly<Record<string, readonly string[]>>;
}

/** Never changes what an environment gets, wherever it lies. Looked at first. */
const IRRELEVANT: readonly RegExp[] = [
  /\.md$/,
  /\.test\.tsx?$/,
  /\/(fixtures|golden)\//,
  /^environments\/schema\.json$/,
  /^terraform\/(.*\/)?tests\//,
  /\.tftest\.hcl$/,
];

/** Changes what every environment gets. */
const SHARED: readonly RegExp[] = [
  // Also a shared folder that isn't an environment; the folder of one is below in environmentOf.
  /^environments\//,
  /^terraform\//,
  /^packages\/(action-kit|aws-kit|canary-rollout|cli|config-renderers|cost-report|environment|errors|plan-comment|telemetry|verification)\/(src\/|dist\/|package\.json$)/,
  /^\.github\/workflows\/_?(plan|deploy)[^/]*\.ya?ml$/,
  /^\.github\/actions\//,
  /^pnpm-lock\.yaml$/,
  /^\.node-version$/,
];

/** Which environments have to be planned again, in the order given. Documentation and tests touch none. */
export function affectedEnvironments(input: ChangedFiles): AffectedEnvironment[] {
  const changed = [...new Set(input.changed)]
    .filter((file) => !IRRELEVANT.some((pattern) => pattern.test(file)))
    .sort();
  return input.environments
    .map((environment) => ({ environment, because: changed.filter((file) => touches(file, environment, input)) }))
    .filter(({ because }) => because.length > 0);
}

function touches(file: string, environment: string, { environments, files }: ChangedFiles): boolean {
  if (files && Object.hasOwn(files, environment) && files[environment]?.includes(file)) return true;
  const owner = environmentOf(file, environments);
  return owner === undefined ? SHARED.some((pattern) => pattern.test(file)) : owner === environment;
}

/** The environment whose folder holds the file, also one that the change removes. */
function environmentOf(file: string, environments: readonly string[]): string | undefined {
  const [, folder, rest] = /^environments\/([^/]+)\/(.+)$/.exec(file) ?? [];
  if (folder === undefined) return undefined;
  return environments.includes(folder) || rest === 'environment.yaml' ? folder : undefined;
}
