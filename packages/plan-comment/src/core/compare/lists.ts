import { child, isArray, isEqual, isObject, isScalar } from '../read/json.ts';
import { fromSource, joined, own } from '../secrets/clean.ts';
import { SENSITIVE } from '../secrets/scrub.ts';
import type { Comparison } from './comparison.ts';
import { type ElementPair, newOrder, pairElements } from './list-diff.ts';
import { movedOf } from './order.ts';
import type { Place } from './place.ts';
import { isSet } from './sets.ts';
import { onlyAfter, onlyBefore, type Spot, without } from './spot.ts';
import { Marks } from './writer.ts';

/** Lists and sets: elements that come, go, change and move. */
export function compareLists(comparison: Comparison, given: Spot): void {
  if (comparison.isEmptyAgainstNothing(given)) {
    comparison.leaf(given);
    return;
  }
  const spot = withAllElements(given);
  const before = isArray(spot.before) ? spot.before : [];
  const after = isArray(spot.after) ? spot.after : [];
  const pairs = pairElements(before, after, (index) => child(spot.unknown, index) === true);
  const order = orderOf(comparison, spot, pairs.elements, pairs.identity !== undefined);
  if (order !== undefined && [...before, ...after].every(isScalar)) {
    reorderedScalars(comparison, spot, pairs.elements, order);
    return;
  }
  elements(comparison, spot, pairs.elements, pairs.identity);
  if (order === undefined) return;
  const names = (of: readonly ElementPair[]) =>
    of.map(({ name, before: place }) =>
      pairs.identity === undefined ? fromSource(String(place)) : comparison.scrubber.key(name),
    );
  const old = order.toSorted((a, b) => (a.before ?? 0) - (b.before ?? 0));
  comparison.write(spot, [
    own`! ${comparison.name(spot)}: order changed: ${joined(names(old), ', ')} → ${joined(names(order), ', ')}`,
  ]);
}

function elements(
  comparison: Comparison,
  spot: Spot,
  pairs: readonly ElementPair[],
  identity: string | undefined,
): void {
  for (const { before, after, name } of pairs) {
    element(comparison, comparison.step(spot, before, after, { parent: spot.place, name, kind: 'element' }), identity);
  }
}

/** `undefined` where the order is the old one, or means nothing. */
function orderOf(
  comparison: Comparison,
  spot: Spot,
  pairs: readonly ElementPair[],
  hasNames: boolean,
): readonly ElementPair[] | undefined {
  const order = newOrder(pairs);
  if (order === undefined) return undefined;
  const kind = spot.isJson ? 'list' : isSet(comparison.input.type, spot.path);
  if (kind === 'set') return undefined;
  if (kind === 'list' && hasNames) return order;
  // Terraform sorts sets: what is equal on both sides keeps its order there, what changes doesn't.
  const isSame = ({ before, after }: ElementPair) =>
    isEqual(child(spot.before, before ?? -1), child(spot.after, after ?? -1));
  return newOrder(pairs.filter(isSame));
}

/** Both orders where they fit on a line each, else what moves. */
function reorderedScalars(
  comparison: Comparison,
  spot: Spot,
  pairs: readonly ElementPair[],
  order: readonly ElementPair[],
): void {
  const name = comparison.name(spot);
  const [old, now] = [
    comparison.values.list(isArray(spot.before) ? spot.before : [], spot.beforeMask, false),
    comparison.values.list(isArray(spot.after) ? spot.after : [], spot.afterMask, spot.unknown),
  ];
  if (old !== undefined && now !== undefined) {
    const same = old === now ? [own`! ${name}: order changed inside of ${SENSITIVE}`] : [];
    comparison.write(spot, [own`- ${name} = ${old}`, own`+ ${name} = ${now}${comparison.remark(spot)}`, ...same]);
    return;
  }
  elements(comparison, spot, pairs, undefined);
  const moved = movedOf(order);
  comparison.write(spot, [own`! ${name}: order changed, ${moved.length} of ${order.length} elements move`]);
  for (const { before = 0, after = 0 } of moved) {
    const at = (index: number): Place => ({ parent: spot.place, name: String(index), kind: 'element' });
    const step = comparison.step(spot, before, after, at(before));
    comparison.side(onlyBefore(step), '-');
    comparison.side({ ...onlyAfter(step), place: at(after) }, '+');
  }
}

/** An element that comes or goes has its name between the brackets: once is enough, unless it is all that there is. */
function element(comparison: Comparison, spot: Spot, identity: string | undefined): void {
  const isOneSided = (spot.before ?? null) === null || (spot.after ?? null) === null;
  if (identity === undefined || !isOneSided) {
    comparison.visit(spot);
    return;
  }
  const [before, after] = [spot.before, spot.after].map((side) => without(side, identity));
  const hasMore = [before, after].some((side) => isObject(side) && Object.keys(side).length > 0);
  if (!hasMore) {
    comparison.visit(spot);
    return;
  }
  const marks = new Marks(comparison.writers);
  comparison.visit({ ...spot, before, after });
  const { silent } = marks;
  for (const writer of silent) marks.undoComputed(writer);
  comparison.only(
    (writer) => silent.includes(writer),
    () => comparison.visit(spot),
  );
}

/** Elements that are known only later may be missing from the list of values. */
function withAllElements(spot: Spot): Spot {
  const { after, unknown } = spot;
  if (!isArray(unknown) || unknown.length <= (isArray(after) ? after.length : 0)) return spot;
  const known = isArray(after) ? after : [];
  return { ...spot, after: [...known, ...unknown.slice(known.length).map(() => null)] };
}
