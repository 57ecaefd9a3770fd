import { errorMessage } from '@loki-adoption/errors';
import { scrubbed } from '@loki-adoption/secrets';
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Position, Problem, ValuePath } from '../model.ts';
import { lineIndex } from './line-index.ts';
import type { Located, LocatedEntry } from './located.ts';
import { formatPath, quote } from './wording.ts';

const LARGEST_FILE = 1024 * 1024;
const DEEPEST = 64;
/** How many values aliases may stand for in one file: enough for any real use, too few for an alias bomb. */
const ALIASED_VALUES = 10_000;
/** A broken file can break in thousands of places. */
const SYNTAX_PROBLEMS = 20;

/** `tree` is absent when the text is no YAML at all; otherwise problems leave a tree that can be checked further. */
export interface ParsedFile {
  readonly tree?: Located;
  readonly problems: readonly Problem[];
}

const REMEMBERED_FILES = 100;
const remembered = new Map<string, { readonly source: string; readonly parsed: ParsedFile }>();

/**
 * Reads YAML 1.2 into values with positions. Never throws; a value behind an alias has the position of its anchor. The
 * same file again, as a base is for each environment, costs nothing.
 */
export function parseYaml(source: string, file: string): ParsedFile {
  const known = remembered.get(file);
  const parsed = known?.source === source ? known.parsed : parse(source, file);
  // Taken out and put back, it is the newest again: the map keeps the order, and the oldest goes first.
  remembered.delete(file);
  remembered.set(file, { source, parsed });
  const oldest = remembered.size > REMEMBERED_FILES ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  return parsed;
}

function parse(source: string, file: string): ParsedFile {
  const refuse = (message: string): ParsedFile => ({ problems: [{ file, line: 1, column: 1, path: '', message }] });
  if (Buffer.byteLength(source) > LARGEST_FILE) return refuse('is larger than 1 MiB');
  const place = lineIndex(source);
  const position = (offset: number): Position => ({ file, ...place(offset) });
  try {
    // Repeated keys are found while converting: the library compares each key with all others.
    const document = parseDocument(source, { prettyErrors: false, uniqueKeys: false });
    const problems = syntaxProblems(document, position);
    if (problems.length > 0) return { problems };
    return document.contents === null ? refuse('is empty') : new Converter(document, position).run(document.contents);
  } catch (error) {
    return refuse(`can't be read: ${errorMessage(error)}`);
  }
}

/** One problem for each place: what the parser says there next follows from the first. */
function syntaxProblems(document: Document.Parsed, position: (offset: number) => Position): Problem[] {
  const found = new Map<number, Problem>();
  for (const error of [...document.errors, ...document.warnings]) {
    const offset = error.pos[0];
    if (!found.has(offset)) found.set(offset, { ...position(offset), path: '', message: syntaxMessage(error) });
  }
  const { explicit, version } = document.directives.yaml;
  if (explicit && version !== '1.2') {
    found.set(0, { ...position(0), path: '', message: 'only YAML 1.2 is read: take the %YAML directive away' });
  }
  return [...found.values()].slice(0, SYNTAX_PROBLEMS);
}

function syntaxMessage({ code, message }: YAMLError): string {
  if (code === 'TAB_AS_INDENT') return 'a tab indents this line: use spaces';
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here: a file holds one';
  // The parser recurses; a few thousand brackets end its stack.
  if (message.includes('call stack')) return 'is nested too deeply';
  // The library's own messages name what stands there, and a password may stand anywhere.
  return scrubbed(message.replace(/((?:alias|anchor|tag)[^:]*:) ?.*$/is, '$1 (hidden)'));
}

/** Turns one document into located values. */
class Converter {
  readonly #document: Document.Parsed;
  readonly #position: (offset: number) => Position;
  readonly #problems: Problem[] = [];
  readonly #open = new Set<Node>();
  #aliased = 0;

  constructor(document: Document.Parsed, position: (offset: number) => Position) {
    this.#document = document;
    this.#position = position;
  }

  run(contents: Node): ParsedFile {
    const tree = this.#convert(contents, [], this.#at(contents), false);
    return tree && this.#aliased <= ALIASED_VALUES ? { tree, problems: this.#problems } : { problems: this.#problems };
  }

  #at(node: Node): Position {
    return this.#position(node.range?.[0] ?? 0);
  }

  #report(at: Position, path: ValuePath, message: string): undefined {
    this.#problems.push({ ...at, path: formatPath(path), message });
  }

  #convert(node: Node, path: ValuePath, at: Position, aliased: boolean): Located | undefined {
    if (aliased && ++this.#aliased > ALIASED_VALUES) {
      // Reported once; the rest of the tree isn't of use.
      return this.#aliased === ALIASED_VALUES + 1
        ? this.#report(at, path, 'aliases stand for too many values')
        : undefined;
    }
    if (isAlias(node)) return this.#follow(node.resolve(this.#document), path, at);
    if (isScalar(node)) return { kind: 'scalar', at, value: node.value };
    if (path.length > DEEPEST) return this.#report(at, path.slice(0, 1), 'is nested too deeply');
    if (isSeq(node)) {
      const items = node.items.map((item, index) => {
        const child = item as Node;
        return this.#convert(child, [...path, index], this.#at(child), aliased);
      });
      return { kind: 'list', at, items: items.filter((item) => item !== undefined) };
    }
    return isMap(node) ? this.#convertMap(node.items, path, at, aliased) : undefined;
  }

  #follow(target: Node | undefined, path: ValuePath, at: Position): Located | undefined {
    if (!target)
      return this.#report(
        at,
        path,
        'is an alias of an anchor that is not above: put a text that begins with * in quotes',
      );
    if (this.#open.has(target)) return this.#report(at, path, 'is an alias that contains itself');
    this.#open.add(target);
    const located = this.#convert(target, path, at, true);
    this.#open.delete(target);
    return located;
  }

  #convertMap(
    pairs: readonly { key: unknown; value: unknown }[],
    path: ValuePath,
    at: Position,
    aliased: boolean,
  ): Located {
    const entries = new Map<string, LocatedEntry>();
    for (const pair of pairs) {
      const keyNode = pair.key as Node;
      const keyAt = this.#at(keyNode);
      const key = isScalar(keyNode) ? keyNode.value : undefined;
      const complaint = keyComplaint(key, typeof key === 'string' ? entries.get(key) : undefined);
      if (typeof key !== 'string' || complaint) {
        this.#report(keyAt, typeof key === 'string' ? [...path, key] : path, complaint ?? '');
        continue;
      }
      const value = pair.value as Node | null;
      // `key:` without a value: the key is all there is to point to.
      const unwritten = value === null || (isScalar(value) && value.value === null && !value.source);
      const node = value
        ? this.#convert(value, [...path, key], unwritten ? keyAt : this.#at(value), aliased)
        : ({ kind: 'scalar', at: keyAt, value: null } as const);
      if (node) entries.set(key, { keyAt, node });
    }
    return { kind: 'map', at, entries };
  }
}

function keyComplaint(key: unknown, earlier: LocatedEntry | undefined): string | undefined {
  if (typeof key !== 'string') return 'a key has to be a text: put it in quotes';
  if (key === '<<') return 'YAML 1.2 has no merge keys: write the values out, or share them with extends';
  if (key === '__proto__') return `${quote(key)} can't be a key`;
  return earlier && `is here twice; the first is on line ${earlier.keyAt.line}`;
}
