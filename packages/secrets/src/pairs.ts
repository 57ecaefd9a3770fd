import type { Hit } from './formats.ts';
import { isNamedSecret } from './names.ts';
import { isReference } from './references.ts';

const NAME = '(?<name>[A-Za-z_][\\w.-]*)';
/** A reference keeps its brackets, which end any other value. */
const BARE = '\\$\\{[^}\\s]*\\}|\\$\\([^)\\s]*\\)|\\{\\{[^}]*\\}\\}|\\(hidden\\)|[^\\s"\',;&|)}\\]\\\\]+';
const VALUE = `(?:"(?<double>[^"\\n]*)"|'(?<single>[^'\\n]*)'|(?<bare>${BARE}))`;

/** How a name stands before its value: in a connection string or a query, in YAML or a header, in JSON, on a command line. */
const PAIRS: readonly RegExp[] = [
  `${NAME}["']?\\s*=\\s*${VALUE}`,
  `${NAME}["']?:\\s+${VALUE}`,
  `"${NAME}\\\\*"\\s*:\\s*(?:\\\\*"(?<escaped>[^"\\\\\\n]*)\\\\*"|${VALUE})`,
  `--?${NAME}\\s+${VALUE}`,
  `"(?:name|Name)"\\s*:\\s*"${NAME}"\\s*,\\s*"(?:value|Value)"\\s*:\\s*${VALUE}`,
].map((source) => new RegExp(`(?<![\\w.])(?:${source})`, 'g'));

/** Every value in a text that stands behind a name whose values are secrets. */
export function pairsIn(text: string): Hit[] {
  return PAIRS.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const { name = '', escaped, double, single, bare } = match.groups ?? {};
      const value = escaped ?? double ?? single ?? bare ?? '';
      if (isReference(value) || !isNamedSecret(name, value)) return [];
      const start = match.index + match[0].lastIndexOf(value);
      return [{ start, end: start + value.length, what: `a value for ${name}`, certain: false }];
    }),
  );
}
