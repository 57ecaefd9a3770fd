/** Data that YAML and JSON share; in a mapping a value may have a comment. */
export type Data = string | number | boolean | readonly Data[] | Mapping;

export interface Mapping {
  readonly [key: string]: Data | Commented;
}

class Commented {
  readonly lines: readonly string[];
  readonly value: Data;

  constructor(comment: string, value: Data) {
    this.lines = comment.split('\n').map((line) => `# ${line}`);
    this.value = value;
  }
}

/** A value whose key gets a comment above it, for whoever meets the file without the code that wrote it. */
export function commented(comment: string, value: Data): Commented {
  return new Commented(comment, value);
}

/**
 * A YAML document in the order of the data's keys. Written out here because a general library takes milliseconds for
 * each file, and all environments are rendered in every pull request.
 */
export function yamlDocument(data: Mapping): string {
  return `${mappingLines(data).join('\n')}\n`;
}

function mappingLines(mapping: Mapping): string[] {
  return Object.entries(mapping).flatMap(([key, value]) =>
    value instanceof Commented ? [...value.lines, ...entryLines(key, value.value)] : entryLines(key, value),
  );
}

function entryLines(key: string, value: Data): string[] {
  const lines = nestedLines(value);
  if (lines === undefined) return [`${scalar(key)}: ${scalarOrEmpty(value)}`];
  return [`${scalar(key)}:`, ...lines.map((line) => `  ${line}`)];
}

function itemLines(item: Data): string[] {
  const [first = '', ...rest] = nestedLines(item) ?? [scalarOrEmpty(item)];
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

/** The lines of a list or a mapping that has something in it. */
function nestedLines(value: Data): string[] | undefined {
  if (typeof value !== 'object') return undefined;
  const lines = isList(value) ? value.flatMap(itemLines) : mappingLines(value);
  return lines.length > 0 ? lines : undefined;
}

function scalarOrEmpty(value: Data): string {
  if (typeof value === 'object') return isList(value) ? '[]' : '{}';
  return typeof value === 'string' ? scalar(value) : String(value);
}

/** Plain where no YAML version reads it as anything but text (`30m`, a URL, a name), otherwise in double quotes. */
function scalar(text: string): string {
  const plain = /^([0-9]+[A-Za-z]+|[A-Za-z/_]([A-Za-z0-9_./ -]|:(?! |$))*)$/.test(text) && !text.endsWith(' ');
  const word = /^(true|false|yes|no|on|off|y|n|null)$/i.test(text);
  return plain && !word ? text : JSON.stringify(text);
}

// Array.isArray doesn't narrow a readonly array.
function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}
