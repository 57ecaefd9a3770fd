import type { Clean } from '../secrets/clean.ts';
import type { AttributeDiff } from './diff-input.ts';

/** Records what a comparison finds: for the comment, which is brief, or for the full text. */
export class Writer {
  readonly isBrief: boolean;
  readonly lines: Clean[] = [];
  readonly attributes = new Set<Clean>();
  readonly computed: Clean[] = [];
  readonly empties: Clean[] = [];

  constructor(isBrief: boolean) {
    this.isBrief = isBrief;
  }

  result(): AttributeDiff {
    const { lines, attributes, computed, empties } = this;
    return { lines, attributes: [...attributes], computed, empties };
  }
}

/** How far writers were, to see which of them something was written to since. */
export class Marks {
  readonly #at: ReadonlyMap<Writer, { readonly lines: number; readonly computed: number }>;

  constructor(writers: readonly Writer[]) {
    this.#at = new Map(
      writers.map((writer) => [writer, { lines: writer.lines.length, computed: writer.computed.length }]),
    );
  }

  /** Those that got no line. */
  get silent(): Writer[] {
    return [...this.#at].flatMap(([writer, { lines }]) => (writer.lines.length === lines ? [writer] : []));
  }

  /** Takes back what a writer noted as known only later. */
  undoComputed(writer: Writer): void {
    writer.computed.length = this.#at.get(writer)?.computed ?? writer.computed.length;
  }
}
