import { canonical, child, isObject, type Json } from '../read/json.ts';
import { pairSimilar } from './similarity.ts';

export interface ElementPair {
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** What stands between the brackets: the element's own name where it has one. */
  readonly name: string;
}

export interface Pairs {
  readonly elements: readonly ElementPair[];
  /** The key that gives the elements their names, if one does. */
  readonly identity: string | undefined;
}

/** What distinguishes the elements of a list: containers, variables, mounts, ports, statements, blocks. */
const IDENTITIES = ['name', 'Name', 'containerName', 'containerPort', 'sourceVolume', 'Sid', 'sid', 'key', 'id'];

/**
 * Pairs the elements of two lists: by their own name, else by equality, then by similarity. What is left has come or gone. JSON doesn't tell a
 * set from a list, so one element added in front must not look like a change of all the others.
 */
export function pairElements(
  before: readonly Json[],
  after: readonly Json[],
  isUnknown: (index: number) => boolean,
): Pairs {
  const identity = IDENTITIES.find(
    (key) => isIdentity(before, key) && isIdentity(after, key) && before.length + after.length > 0,
  );
  const elements = identity === undefined ? byEquality(before, after, isUnknown) : byIdentity(before, after, identity);
  return { elements, identity };
}

/** Places in the old list of those that are in both, in their new order; `undefined` where that order is the old one. */
export function newOrder(pairs: readonly ElementPair[]): readonly ElementPair[] | undefined {
  const matched = pairs.filter((pair) => pair.before !== undefined && pair.after !== undefined);
  const isReordered = matched.some((pair, index) => (matched[index - 1]?.before ?? -1) > (pair.before ?? 0));
  return isReordered ? matched : undefined;
}

function isIdentity(list: readonly Json[], key: string): boolean {
  const names = new Set<Json>();
  for (const element of list) {
    const name = child(element, key);
    const isName = (typeof name === 'string' && name !== '') || typeof name === 'number';
    if (!isName || names.has(name)) return false;
    names.add(name);
  }
  return true;
}

function byIdentity(before: readonly Json[], after: readonly Json[], key: string): ElementPair[] {
  const places = new Map(before.map((element, index) => [child(element, key), index]));
  const pairs: ElementPair[] = after.map((element, index) => {
    const name = child(element, key);
    const place = places.get(name);
    places.delete(name);
    return { before: place, after: index, name: String(name) };
  });
  return [...pairs, ...[...places].map(([name, index]) => ({ before: index, after: undefined, name: String(name) }))];
}

function byEquality(
  before: readonly Json[],
  after: readonly Json[],
  isUnknown: (index: number) => boolean,
): ElementPair[] {
  const places = new Map<string, number[]>();
  // From the back, so that the first of equal elements is on top.
  for (const [index, element] of [...before.entries()].reverse()) {
    const text = canonical(element);
    const list = places.get(text);
    if (list) list.push(index);
    else places.set(text, [index]);
  }
  const partner = after.map((element, index) => (isUnknown(index) ? undefined : places.get(canonical(element))?.pop()));
  const left = new Set([...places.values()].flat().sort((a, b) => a - b));
  const open = after.flatMap((element, index) => (partner[index] === undefined && isObject(element) ? [index] : []));
  const gone = [...left].filter((index) => isObject(before[index]));
  const similar = pairSimilar(before, after, gone, open);
  const nameOf = (element: Json | undefined, index: number) => (isObject(element) ? String(index) : '');
  const pairs = after.map((element, index): ElementPair => {
    const other = partner[index] ?? similar.get(index);
    if (other !== undefined) left.delete(other);
    const isNamed = partner[index] !== undefined || isUnknown(index);
    return { before: other, after: index, name: isNamed ? String(index) : nameOf(element, index) };
  });
  return [
    ...pairs,
    ...[...left].map((index) => ({ before: index, after: undefined, name: nameOf(before[index], index) })),
  ];
}
