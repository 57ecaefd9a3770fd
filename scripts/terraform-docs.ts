import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocks, code, heading, type Markdown, md, prose, table } from '../packages/markdown/src/index.ts';
import { betweenMarks } from './between-marks.ts';

const MARKS = ['<!-- generated -->', '<!-- /generated -->'] as const;

interface Block {
  readonly name: string;
  /** Attribute → its expression on one line. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** README → the README with the tables of the module's inputs and outputs between its marks. Paths from the root of the checkout. */
export function terraformReadmes(root: string): Map<string, string> {
  const readmes = globSync('terraform/{*,modules/*}/variables.tf', { cwd: root })
    .map((path) => dirname(path))
    .sort();
  return new Map(readmes.map((folder) => [join(folder, 'README.md'), withTables(join(root, folder))]));
}

function withTables(folder: string): string {
  const path = join(folder, 'README.md');
  return betweenMarks(path, readFileSync(path, 'utf8'), MARKS, tables(folder));
}

function tables(folder: string): Markdown {
  const inputs = parseBlocks(readFileSync(join(folder, 'variables.tf'), 'utf8'), 'variable');
  const outputs = parseBlocks(readFileSync(join(folder, 'outputs.tf'), 'utf8'), 'output');
  return blocks([
    heading(2, md`Inputs`),
    table(
      [md`name`, md`type`, md`default`, md`description`],
      inputs.map(({ name, attributes: { type, default: standard, description } }) => [
        code(name),
        expression(type),
        standard === undefined ? md`required` : expression(standard),
        prose(unquoted(description)),
      ]),
    ),
    heading(2, md`Outputs`),
    table(
      [md`name`, md`description`],
      outputs.map(({ name, attributes }) => [code(name), prose(unquoted(attributes['description']))]),
    ),
  ]);
}

/** Blocks of one kind in a file that `terraform fmt` has formatted: two spaces before each attribute, a brace alone at the end. */
export function parseBlocks(source: string, kind: 'variable' | 'output'): Block[] {
  const pattern = new RegExp(`^${kind} "([^"]+)" \\{\\n(.*?)^\\}$`, 'gms');
  return [...source.matchAll(pattern)].map(([, name = '', body = '']) => ({ name, attributes: parseAttributes(body) }));
}

function parseAttributes(body: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  let current: string | undefined;
  for (const line of body.split('\n')) {
    const [, name, value] = /^ {2}(\w+) +=\s(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      current = name;
      attributes[name] = value;
    } else if (/^ {2}\w+ \{$/.test(line) || line === '') {
      current = undefined;
    } else if (current !== undefined) {
      attributes[current] += ` ${line.trim()}`;
    }
  }
  return attributes;
}

function unquoted(quoted: string | undefined): string {
  if (quoted === undefined) throw new Error('a variable or output has no description');
  return JSON.parse(quoted) as string;
}

/** An expression on one line: attributes that had a line each, aligned, are separated by commas. */
function expression(source = ''): Markdown {
  return code(source.replace(/ +=/g, ' =').replace(/(?<![{([,]) (?=\w+ = )/g, ', '));
}
