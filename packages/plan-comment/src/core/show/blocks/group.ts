import { kindOf } from '../../judge/classify.ts';
import { canonical, child, isEqual, isObject, type Json } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';
import type { Block } from '../budget.ts';
import { cutLines } from '../cut-lines.ts';
import { code, details, fence, html, join, type Markdown, md } from '../escape.ts';
import { attributesNote, htmlNote, markdownNote } from '../notes.ts';
import { shortened } from '../shortened.ts';
import { COMMENT_LIMITS, linesOf, once } from './diff-block.ts';
import { type BlockContext, diffsOf, type Entry, nameOf, resourceBlock } from './resource.ts';
import { type Sign, signOfChange } from './signs.ts';

/** Fewer are quicker read one by one. */
const LEAST = 3;
/** Names in the comment; the full text has all. */
const MOST_NAMES = 20;

/** Blocks of changes; those that are equal but for the name of the object, as of one default tag, are one block behind the others. */
export function groupedBlocks(
  entries: readonly Entry[],
  context: BlockContext,
  signOf: (change: ResourceChange) => Sign = signOfChange,
): Block[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry.change);
    if (key === undefined) continue;
    const known = groups.get(key);
    if (known) known.push(entry);
    else groups.set(key, [entry]);
  }
  const equal = [...groups.values()].filter((group) => group.length >= LEAST);
  const grouped = new Set(equal.flat());
  const single = entries
    .filter((entry) => !grouped.has(entry))
    .map((entry) => resourceBlock(entry, context, false, { sign: signOf(entry.change) }));
  return [...single, ...equal.map((group) => groupBlock(group, context, signOf))];
}

/** The same for changes that do the same; `undefined` for what has something to say of itself. */
function keyOf(change: ResourceChange): string | undefined {
  const { deposed, previousAddress, importing, reason } = change;
  if (kindOf(change) !== 'update') return undefined;
  if (deposed ?? previousAddress ?? importing ?? reason) return undefined;
  const differences = differencesOf(change.before, change.after);
  return canonical([differences, change.unknown, change.beforeSensitive, change.afterSensitive]);
}

/** Both sides of what differs, with their places; objects are walked into, everything else is taken whole. */
function differencesOf(before: Json, after: Json): Json {
  if (!isObject(before) || !isObject(after)) return [before, after];
  const found: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [child(before, key) ?? null, child(after, key) ?? null];
    if (isEqual(old, now)) continue;
    found[key] = differencesOf(old, now);
  }
  return found;
}

function groupBlock(entries: readonly Entry[], context: BlockContext, signOf: (change: ResourceChange) => Sign): Block {
  const { change } = entries[0] as Entry;
  const sign = signOf(change);
  const diffs = once(() => diffsOf(change, context));
  const note = once(() => attributesNote(diffs().brief));
  const names = (most: number): Markdown => {
    const shown = entries.slice(0, most).map((entry) => nameOf(entry, context.scrubber));
    const codes = shown.map((name) => code(most === MOST_NAMES ? shortened(name, 120) : name));
    const more = entries.length > most ? md` and ${entries.length - most} more` : md``;
    return md`${join(codes, md`, `)}${more}`;
  };
  const summary = (isWhole: boolean) =>
    html`${sign.summary} ${entries.length} resources alike · ${htmlNote(note(), isWhole)}`;
  const show = (isWhole: boolean, most: number, diff: Markdown) =>
    details(summary(isWhole), md`${names(most)}\n\n${diff}`);
  return {
    full: () => show(true, entries.length, fence(linesOf(diffs().full), 'diff')),
    compact: () => show(false, MOST_NAMES, fence(cutLines(linesOf(diffs().brief), COMMENT_LIMITS), 'diff')),
    line: () => md`- ${sign.line} ${entries.length} resources alike: ${names(3)} · ${markdownNote(note())}`,
    count: entries.length,
  };
}
