import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { ValuePath } from '../model.ts';
import { lineIndex } from './line-index.ts';

/** The characters that write a scalar: offsets into the text, quotes included; line and column of the first, from 1. */
export interface ScalarSource {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly value: unknown;
}

/**
 * Finds where one file writes the scalar at a path; through an alias that is at its anchor. `undefined` when the file
 * doesn't set it. The text has to be valid YAML.
 */
export function scalarSources(text: string): (path: ValuePath) => ScalarSource | undefined {
  const document = parseDocument(text, { prettyErrors: false });
  const place = lineIndex(text);
  const written = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  return (path) => {
    let node: unknown = document.contents as Node | null;
    for (const step of path) {
      const parent = written(node);
      if (isMap(parent)) node = parent.items.find(({ key }) => isScalar(key) && key.value === step)?.value;
      else if (isSeq(parent)) node = parent.items[Number(step)];
      else return undefined;
    }
    const scalar = written(node);
    if (!isScalar(scalar) || !scalar.range) return undefined;
    const [start, end] = scalar.range;
    return { start, end, ...place(start), value: scalar.value };
  };
}
