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
  const lines: string[] = [];
  writeMapping(data, '', lines);
  lines.push('');
  return lines.join('\n');
}

function writeMapping(mapping: Mapping, indent: string, lines: string[]): void {
  for (const [key, value] of Object.entries(mapping)) {
    if (value instanceof Commented) {
      for (const comment of value.lines) lines.push(indent + comment);
      writeEntry(key, value.value, indent, lines);
    } else {
      writeEntry(key, value, indent, lines);
    }
  }
}

function writeEntry(key: string, value: Data, indent: string, lines: string[]): void {
  if (!hasContent(value)) {
    lines.push(`${indent}${scalar(key)}: ${scalarOrEmpty(value)}`);
    return;
  }
  lines.push(`${indent}${scalar(key)}:`);
  writeContent(value, `${indent}  `, lines);
}

function writeContent(value: Mapping | readonly Data[], indent: string, lines: string[]): void {
  if (!isList(value)) {
    writeMapping(value, indent, lines);
    return;
  }
  for (const item of value) {
    const first = lines.length;
    if (hasContent(item)) writeContent(item, `${indent}  `, lines);
    else lines.push(`${indent}  ${scalarOrEmpty(item)}`);
    lines[first] = `${indent}- ${lines[first]?.slice(indent.length + 2)}`;
  }
}

/** Whether a value is a list or a mapping that has something in it. */
function hasContent(value: Data): value is Mapping | readonly Data[] {
  return typeof value === 'object' && (isList(value) ? value.length : Object.keys(value).length) > 0;
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
