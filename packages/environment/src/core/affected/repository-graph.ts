import type { WorkspacePackage } from './workspace-package.ts';

/** A part of the repository: the files below some path prefixes, and the parts that it is made from. */
export interface GraphNode {
  readonly name: string;
  readonly files: readonly string[];
  readonly needs: readonly string[];
}

/** What all of this is for: every environment is planned and deployed from it. */
export const ROOT = 'environments';

/** What Terraform reads, as it reads desired state: not code of ours. */
export const TERRAFORM = 'terraform';

/** The parts of the repository and what feeds what, as far as environments are concerned. */
export type RepositoryGraph = readonly GraphNode[];

/** The parts that are not packages. A contract test holds them against the repository: a new file has to find its place here. */
const DECLARED: RepositoryGraph = [
  { name: ROOT, files: ['environments/'], needs: ['plan and deploy', TERRAFORM, 'toolchain'] },
  {
    name: 'plan and deploy',
    files: ['', '_'].flatMap((prefix) => ['plan', 'deploy'].map((name) => `.github/workflows/${prefix}${name}`)),
    needs: ['composite actions', 'packages/canary-rollout', 'packages/cli', 'packages/plan-comment'],
  },
  { name: 'composite actions', files: ['.github/actions/'], needs: [] },
  { name: TERRAFORM, files: ['terraform/modules/', 'terraform/stack/'], needs: [] },
  { name: 'toolchain', files: ['.node-version', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'], needs: [] },
];

/**
 * The graph of the repository with the packages of one or several commits. An edge that one of them has counts: a dependency
 * that a change takes away mattered until then.
 */
export function repositoryGraph(commits: readonly (readonly WorkspacePackage[])[]): RepositoryGraph {
  const needs = new Map<string, Set<string>>();
  for (const packages of commits) {
    const folders = new Map(packages.map(({ name, folder }) => [name, folder]));
    for (const { folder, dependencies } of packages) {
      const found = dependencies.flatMap((name) => folders.get(name) ?? []);
      needs.set(folder, new Set([...(needs.get(folder) ?? []), ...found]));
    }
  }
  const packages = [...needs].map(([folder, found]) => ({
    name: folder,
    files: [`${folder}/`],
    needs: [...found].sort(),
  }));
  return [...DECLARED, ...packages];
}

/** Never changes what an environment gets, wherever it lies. Looked at before the graph. */
const IRRELEVANT: readonly RegExp[] = [
  // Words and tests.
  /\.md$/,
  /\.(test|fixture)\.tsx?$/,
  /^(packages|terraform)\/.*\/(bench|fixtures|golden|testing|tests)\//,
  /^(docs|scripts|tests)\//,
  // For editors.
  /^environments\/schema\.json$/,
  // Applied by hand, before there are environments; and what is only read or checked with.
  /^terraform\/(bootstrap|examples|foundation)\//,
  /^terraform\/(\.tflint\.hcl|requirements\.(in|txt))$/,
  // Whatever neither plans nor deploys.
  /^\.github\/(?!workflows\/|actions\/)/,
  /^\.github\/workflows\/(?!_?(plan|deploy))/,
  // How packages are built and checked: what comes of it is in their dist.
  /^\.(ci\/|dependency-cruiser\.mjs$|editorconfig$|gitattributes$|gitignore$)/,
  /^(LICENSE|THIRD_PARTY_NOTICES|biome\.json|knip\.json|package\.json|tsconfig\.json|tsup\.preset\.ts|turbo\.json|vitest\.config\.ts)$/,
];

/** Whether a file can't matter to any environment. */
export function isIrrelevant(file: string): boolean {
  return IRRELEVANT.some((pattern) => pattern.test(file));
}

/** The parts that a file belongs to: one, unless the graph has a gap or an overlap. */
export function nodesOf(graph: RepositoryGraph, file: string): RepositoryGraph {
  return graph.filter(({ files }) => files.some((prefix) => file.startsWith(prefix)));
}

/** The shortest way of each part to the environments; none for a part that feeds nothing. */
export type Ways = ReadonlyMap<string, readonly string[]>;

export function waysToRoot(graph: RepositoryGraph): Ways {
  const needs = new Map(graph.map((node) => [node.name, node.needs]));
  const ways = new Map<string, readonly string[]>([[ROOT, [ROOT]]]);
  for (const [name, way] of ways) {
    for (const need of needs.get(name) ?? []) if (!ways.has(need)) ways.set(need, [need, ...way]);
  }
  return ways;
}
