import { isIrrelevant, nodesOf, type RepositoryGraph, ROOT, type Ways, waysToRoot } from './repository-graph.ts';

/** Why a changed file touches an environment. */
export interface Reason {
  readonly file: string;
  /**
   * The way from the file to the environment: for a file that it extends, the files between; for others, parts of the
   * repository, the first of which holds the file.
   */
  readonly through: readonly string[];
}

/** An environment that a change touches, with the changed files that make it so. */
export interface AffectedEnvironment {
  readonly environment: string;
  readonly because: string[];
  readonly why: readonly Reason[];
}

export interface ChangedFiles {
  /** Names of all environments. */
  readonly environments: readonly string[];
  /** Paths from the root of the repository, with `/`; of a renamed file both names. */
  readonly changed: readonly string[];
  /** The files that each environment is merged from, its own first, as `loadEnvironment` returns them; none when it can't be read. */
  readonly files?: Readonly<Record<string, readonly string[]>>;
  /** What feeds what: `repositoryGraph` makes it. */
  readonly graph: RepositoryGraph;
}

/** Which environments have to be planned again, in the order given, and why. Documentation and tests touch none. */
export function affectedEnvironments(input: ChangedFiles): AffectedEnvironment[] {
  const changed = [...new Set(input.changed)].sort();
  const ways = waysToRoot(input.graph);
  return input.environments
    .map((environment) => {
      const why = changed.flatMap((file) => {
        const through = wayTo(environment, file, input, ways);
        return through ? [{ file, through }] : [];
      });
      return { environment, because: why.map(({ file }) => file), why };
    })
    .filter(({ why }) => why.length > 0);
}

/** How a changed file gets to an environment; `undefined` when it doesn't. */
function wayTo(environment: string, file: string, input: ChangedFiles, ways: Ways): readonly string[] | undefined {
  const layers = layersOf(environment, input);
  const layer = layers.indexOf(file);
  if (layer >= 0) return layers.slice(0, layer + 1).reverse();
  if (isIrrelevant(file)) return undefined;
  const nodes = nodesOf(input.graph, file);
  // A file that nobody has placed yet may matter: planning once too often costs little.
  if (nodes.length === 0) return ['not in the graph of the repository'];
  if (nodes.some(({ name }) => name === ROOT)) return wayFromEnvironments(environment, file, input);
  return nodes.map(({ name }) => ways.get(name)).find((way) => way !== undefined);
}

/**
 * A file below environments/ that this environment isn't merged from: of its own folder, or of nobody's. One that others are merged
 * from is theirs. An environment that can't be read may need any of them.
 */
function wayFromEnvironments(environment: string, file: string, input: ChangedFiles): readonly string[] | undefined {
  const [, folder, rest] = /^environments\/([^/]+)\/(.+)$/.exec(file) ?? [];
  if (folder === environment) return [`${ROOT}/${environment}`];
  if (input.files && layersOf(environment, input).length === 0) return [ROOT];
  const isOthers = folder !== undefined && (input.environments.includes(folder) || rest === 'environment.yaml');
  const isLayerOfOthers = input.environments.some((other) => layersOf(other, input).includes(file));
  return isOthers || isLayerOfOthers ? undefined : [ROOT];
}

function layersOf(environment: string, { files }: ChangedFiles): readonly string[] {
  return files && Object.hasOwn(files, environment) ? (files[environment] ?? []) : [];
}
