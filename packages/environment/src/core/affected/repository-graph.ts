/** A part of the repository: the files below some path prefixes, and the parts that it is made from. */
export interface GraphNode {
  readonly name: string;
  readonly files: readonly string[];
  readonly needs: readonly string[];
}

/** What all of this is for: every environment is planned and deployed from it. */
export const ROOT = 'environments';

/** A workspace package; `needs` are the workspace packages among the `dependencies` of its package.json. */
function workspacePackage(name: string, needs: readonly string[] = []): GraphNode {
  return { name: `packages/${name}`, files: [`packages/${name}/`], needs: needs.map((need) => `packages/${need}`) };
}

/**
 * What feeds what, as far as an environment can tell. A contract test holds it against the repository: a new file or dependency has
 * to find its place here. What only serves development (`devDependencies`) feeds nothing.
 */
export const REPOSITORY_GRAPH: readonly GraphNode[] = [
  { name: ROOT, files: ['environments/'], needs: ['plan and deploy', 'terraform', 'toolchain'] },
  {
    name: 'plan and deploy',
    files: ['', '_'].flatMap((prefix) => ['plan', 'deploy'].map((name) => `.github/workflows/${prefix}${name}`)),
    needs: ['composite actions', 'packages/canary-rollout', 'packages/cli', 'packages/plan-comment'],
  },
  { name: 'composite actions', files: ['.github/actions/'], needs: [] },
  { name: 'terraform', files: ['terraform/modules/', 'terraform/stack/'], needs: [] },
  { name: 'toolchain', files: ['.node-version', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'], needs: [] },
  workspacePackage('action-kit', ['errors', 'markdown']),
  workspacePackage('aws-kit'),
  workspacePackage('canary-rollout', ['action-kit', 'aws-kit', 'environment', 'errors', 'telemetry', 'verification']),
  workspacePackage('cli', [
    'action-kit',
    'aws-kit',
    'canary-rollout',
    'config-renderers',
    'cost-report',
    'environment',
    'errors',
    'plan-comment',
    'registry',
    'telemetry',
    'verification',
  ]),
  workspacePackage('config-renderers', ['environment', 'errors']),
  workspacePackage('cost-report', ['action-kit', 'environment', 'errors', 'markdown']),
  workspacePackage('environment', ['errors']),
  workspacePackage('errors'),
  workspacePackage('markdown'),
  workspacePackage('plan-comment', ['action-kit', 'errors', 'markdown']),
  workspacePackage('registry', ['errors']),
  workspacePackage('sandbox', ['environment', 'errors']),
  workspacePackage('telemetry', ['errors']),
  workspacePackage('verification', ['environment', 'errors', 'telemetry']),
];

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
  /^terraform\/(\.tflint\.hcl|requirements\.txt)$/,
  // Whatever neither plans nor deploys.
  /^\.github\/(?!workflows\/|actions\/)/,
  /^\.github\/workflows\/(?!_?(plan|deploy))/,
  // How packages are built and checked: what comes of it is in their dist.
  /^\.(ci\/|dependency-cruiser\.mjs$|editorconfig$|gitattributes$|gitignore$)/,
  /^(LICENSE|biome\.json|knip\.json|package\.json|tsconfig\.json|tsup\.preset\.ts|turbo\.json|vitest\.config\.ts)$/,
];

/** Whether a file can't matter to any environment. */
export function isIrrelevant(file: string): boolean {
  return IRRELEVANT.some((pattern) => pattern.test(file));
}

/** The parts that a file belongs to: one, unless the graph has a gap or an overlap. */
export function nodesOf(file: string): readonly GraphNode[] {
  return REPOSITORY_GRAPH.filter(({ files }) => files.some((prefix) => file.startsWith(prefix)));
}
