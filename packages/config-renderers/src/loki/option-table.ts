/**
 * What a value of an option has to be. A `duration` or a number of `bytes` is text in a form of its own; `any` is an
 * option whose default says nothing, such as an empty map.
 */
const KINDS = ['boolean', 'number', 'string', 'duration', 'bytes', 'list', 'any'] as const;
type Kind = (typeof KINDS)[number];

/** Every option of a Loki version, by its path; what is in a list of mappings has `[]` in it. */
export type OptionTable = ReadonlyMap<string, Kind>;

// Forms that defaults have. Loki prints some that it wouldn't read, such as 63KiB1023B.
const DURATION_DEFAULT = /^([0-9.]+(ns|us|µs|ms|s|m|h|d|w|y))+$/;
const BYTES_DEFAULT = /^([0-9.]+[KMGTP]?i?B)+$/;

// Forms that all of Loki's parsers read alike: Go's knows no days, Prometheus' no fractions, and wants large units first.
const DURATION = /^(?=[0-9])([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$/;
const BYTES = /^[0-9]+(KB|MB|GB)$/;

/** The options that a running Loki prints, from its answer at `/config?mode=defaults`. Some it doesn't. */
export function optionTable(defaults: unknown): OptionTable {
  const found = new Map<string, Kind>();
  collect(defaults, '', found);
  return found;
}

function collect(value: unknown, path: string, into: Map<string, Kind>): void {
  const entries = isMapping(value) ? Object.entries(value) : [];
  if (entries.length === 0 && path !== '') into.set(path, kindOfDefault(value));
  for (const [key, of] of entries) {
    // A field of Go's without a name, no option.
    if (key !== '_') collect(of, path === '' ? key : `${path}.${key}`, into);
  }
}

function kindOfDefault(value: unknown): Kind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean' || typeof value === 'number') return typeof value === 'boolean' ? 'boolean' : 'number';
  if (typeof value !== 'string') return 'any';
  if (DURATION_DEFAULT.test(value)) return 'duration';
  return BYTES_DEFAULT.test(value) ? 'bytes' : 'string';
}

/** A table as text: a line for each section with its options; `.` is the top. */
export function formatOptionTable(table: OptionTable): string {
  const sections = new Map<string, string[]>();
  for (const [path, kind] of table) {
    const cut = path.lastIndexOf('.');
    const section = cut < 0 ? '.' : path.slice(0, cut);
    sections.set(section, [...(sections.get(section) ?? []), `${path.slice(cut + 1)}:${kind}`]);
  }
  const lines = [...sections].map(([section, options]) => [section, ...options.sort()].join(' '));
  return `${lines.sort().join('\n')}\n`;
}

export function parseOptionTable(text: string): OptionTable {
  const options = text.trim().split('\n').flatMap(optionsOfLine);
  return new Map(options);
}

function optionsOfLine(line: string): [string, Kind][] {
  const [section = '', ...options] = line.split(' ');
  return options.map((option) => {
    const [name = '', text] = option.split(':');
    const kind = KINDS.find((each) => each === text);
    if (!kind) throw new Error(`${line.slice(0, 40)}…: ${option} has no kind of ${KINDS.join(', ')}`);
    return [section === '.' ? name : `${section}.${name}`, kind];
  });
}

/** What of a configuration this Loki doesn't have, or doesn't have there, and values that it can't read. */
export function optionProblems(table: OptionTable, value: unknown, path = ''): string[] {
  if (Array.isArray(value) && value.some(isMapping)) {
    return value.flatMap((item) => optionProblems(table, item, `${path}[]`));
  }
  if (isMapping(value)) {
    return Object.entries(value).flatMap(([key, of]) =>
      optionProblems(table, of, path === '' ? key : `${path}.${key}`),
    );
  }
  const kind = table.get(path);
  if (kind === undefined) return [`${path}: unknown`];
  return isOfKind(value, kind) ? [] : [`${path}: ${JSON.stringify(value)} instead of ${kind}`];
}

function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'any':
      return true;
    case 'list':
      return Array.isArray(value);
    case 'duration':
      return typeof value === 'string' && DURATION.test(value);
    case 'bytes':
      return typeof value === 'string' && BYTES.test(value);
    default:
      return typeof value === kind;
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
