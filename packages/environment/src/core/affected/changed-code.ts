import { isIrrelevant, nodesOf, type RepositoryGraph, ROOT, TERRAFORM, waysToRoot } from './repository-graph.ts';

/**
 * What of a change is code that plans and deploys environments: folders of packages, and paths of what is no package. Sorted, each
 * once. Desired state and Terraform are read by that code, and are not part of it.
 */
export function changedCode(changed: readonly string[], graph: RepositoryGraph): string[] {
  const ways = waysToRoot(graph);
  const found = changed.flatMap((file) => {
    if (isIrrelevant(file)) return [];
    const nodes = nodesOf(graph, file);
    if (nodes.length === 0) return [file];
    const code = nodes.filter(({ name }) => name !== ROOT && name !== TERRAFORM && ways.has(name));
    return code.map(({ name }) => (name.includes('/') ? name : file));
  });
  return [...new Set(found)].sort();
}
