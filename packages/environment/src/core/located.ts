import type { Position, ValuePath } from '../model.ts';

/** A value that knows where it was written. Merging keeps the positions, so that a problem points to what caused it. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly at: Position;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: unknown;
}

export interface LocatedEntry {
  readonly keyAt: Position;
  readonly node: Located;
}

/**
 * Lays `overlay` over `base`: maps merge key by key; everything else, lists and `null` included, replaces what was there.
 * Keys keep the order of the base, new ones follow.
 */
export function mergeLocated(base: Located, overlay: Located): Located {
  if (base.kind !== 'map' || overlay.kind !== 'map') return overlay;
  const entries = new Map(base.entries);
  for (const [key, entry] of overlay.entries) {
    const below = entries.get(key);
    entries.set(key, below ? { keyAt: entry.keyAt, node: mergeLocated(below.node, entry.node) } : entry);
  }
  return { kind: 'map', at: overlay.at, entries };
}

/** What was made of nodes already: environments share those of their base that no overlay touches. */
const PLAIN_VALUES = new WeakMap<Located, unknown>();

/** The plain value, as JSON would hold it. The same node gives the same object, so it is only to be read. */
export function plainValue(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  const known = PLAIN_VALUES.get(node);
  if (known !== undefined) return known;
  const value =
    node.kind === 'list'
      ? node.items.map(plainValue)
      : Object.fromEntries(Array.from(node.entries, ([key, entry]) => [key, plainValue(entry.node)]));
  PLAIN_VALUES.set(node, value);
  return value;
}

/**
 * Where a value was set: a scalar's own position, the key of a map or list. For a value that isn't there, the same of
 * its nearest parent that is.
 */
export function locate(root: Located, path: ValuePath): Position {
  let node = root;
  let at = root.at;
  for (const step of path) {
    const child = childOf(node, step);
    if (!child) return at;
    node = child.node;
    at = node.kind === 'scalar' ? node.at : child.keyAt;
  }
  return at;
}

/** Where the key of a value was set; like `locate` when the path has none there. */
export function locateKey(root: Located, path: ValuePath): Position {
  let parent: Located | undefined = root;
  for (const step of path.slice(0, -1)) parent = parent && childOf(parent, step)?.node;
  const last = path.at(-1);
  return (parent && last !== undefined && childOf(parent, last)?.keyAt) || locate(root, path);
}

/** The plain value at a path, `undefined` when there is none. */
export function valueAt(root: Located, path: ValuePath): unknown {
  const node = nodeAt(root, path);
  return node && plainValue(node);
}

/** Whether there is a value at a path, and not `null`. */
export function hasValue(root: Located, path: ValuePath): boolean {
  const node = nodeAt(root, path);
  return node !== undefined && !(node.kind === 'scalar' && node.value === null);
}

function nodeAt(root: Located, path: ValuePath): Located | undefined {
  let node: Located | undefined = root;
  for (const step of path) node = node && childOf(node, step)?.node;
  return node;
}

function childOf(node: Located, step: string | number): LocatedEntry | undefined {
  if (node.kind === 'map') return node.entries.get(String(step));
  const item = node.kind === 'list' ? node.items[Number(step)] : undefined;
  return item && { keyAt: item.at, node: item };
}
