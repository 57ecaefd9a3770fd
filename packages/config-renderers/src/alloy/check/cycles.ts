import type { Expression, Statement } from '../syntax.ts';

/** The components of a circle of references, in its order: Alloy loads none. */
export function findCycle(components: ReadonlyMap<string, readonly Statement[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(name)) return way.slice(way.indexOf(name));
    if (done.has(name)) return undefined;
    done.add(name);
    for (const next of usesOf(components.get(name) ?? [])) {
      const cycle = visit(next, [...way, name]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const name of components.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The components that a body refers to. */
function usesOf(body: readonly Statement[]): string[] {
  return body.flatMap((statement) =>
    statement.kind === 'block' ? usesOf(statement.body) : references(statement.value),
  );
}

function references(value: Expression): string[] {
  switch (value.kind) {
    case 'literal':
      return [];
    case 'reference':
      return [value.path.slice(0, value.path.lastIndexOf('.'))];
    case 'array':
      return value.elements.flatMap(references);
    case 'object':
      return value.fields.flatMap(([, field]) => references(field));
    case 'call':
      return value.args.flatMap(references);
    case 'index':
      return references(value.of);
    case 'binary':
      return [...references(value.left), ...references(value.right)];
  }
}
