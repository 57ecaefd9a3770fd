import { errorMessage, UserError } from '@loki-adoption/errors';
import { isScalar, parseDocument, Scalar, stringify } from 'yaml';
import type { ValuePath } from '../model.ts';
import { formatPath } from './wording.ts';

/**
 * The YAML text with one value set, comments kept. A plain value in place of another changes nothing but its own
 * characters; a new key or a map may change the spacing elsewhere; `undefined` takes the key away. Throws a `UserError` when the text can't be edited.
 */
export function setValue(source: string, path: ValuePath, value: unknown): string {
  const document = parseDocument(source, { prettyErrors: false });
  const syntaxError = document.errors[0];
  if (syntaxError) throw new UserError(`Can't set ${formatPath(path)}: the YAML is broken: ${syntaxError.message}`);
  const present = document.getIn(path, true);
  if (isScalar(present) && isPlain(value) && present.range && isFlow(present)) {
    const [start, end] = present.range;
    return `${source.slice(0, start)}${scalarText(value, present)}${source.slice(end)}`;
  }
  try {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, value);
  } catch (error) {
    throw new UserError(`Can't set ${formatPath(path)}: ${errorMessage(error)}`, { cause: error });
  }
  return document.toString({ lineWidth: 0 });
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Written on one line and really there: `key:` without a value has no characters to replace. */
function isFlow(node: Scalar): boolean {
  return Boolean(node.source) && node.type !== Scalar.BLOCK_FOLDED && node.type !== Scalar.BLOCK_LITERAL;
}

/** The value as YAML, in the quotes that the old one had; double quotes are safe in every place. */
function scalarText(value: string | number | boolean | null, old: Scalar): string {
  if (typeof value !== 'string') return String(value);
  const quoted = old.type === Scalar.QUOTE_DOUBLE || old.type === Scalar.QUOTE_SINGLE || /[[\]{},\n]/.test(value);
  return quoted ? JSON.stringify(value) : stringify(value, { lineWidth: 0 }).trimEnd();
}
