import type { Expression } from '../syntax.ts';
import { componentRules, FUNCTIONS, typeOf } from './table.ts';

/** Declared components: `loki.write.loki` → `loki.write`. */
export type Declared = ReadonlyMap<string, string>;

/** A Go duration, such as 500ms or 1h30m. */
const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/** What is wrong with a value where `expected` is wanted; empty for nothing. */
export function checkValue(expected: string, value: Expression, declared: Declared): string[] {
  const type = typeOf(expected);
  if (type.name === 'list' && value.kind === 'array') {
    return value.elements.flatMap((element) => checkValue(type.of, element, declared));
  }
  const fields = type.name === 'map' ? type.of : expected === 'capsule(discovery.Target)' ? 'string' : undefined;
  if (fields !== undefined && value.kind === 'object') {
    return value.fields.flatMap(([, field]) => checkValue(fields, field, declared));
  }
  if (type.name === 'duration' && value.kind === 'literal') {
    return DURATION.test(String(value.value)) ? [] : [`${JSON.stringify(value.value)} is no duration`];
  }
  const problems: string[] = [];
  const actual = inferType(value, declared, problems);
  if (problems.length === 0 && !fits(expected, actual)) problems.push(`should be ${expected}, is ${actual}`);
  return problems;
}

/** The type of an expression; what is wrong inside it goes to `problems`. */
function inferType(value: Expression, declared: Declared, problems: string[]): string {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'boolean' ? 'bool' : typeof value.value;
    case 'reference':
      return exportType(value.path, declared, problems);
    case 'array':
      return `list(${common(value.elements.map((element) => inferType(element, declared, problems)))})`;
    case 'object':
      return `map(${common(value.fields.map(([, field]) => inferType(field, declared, problems)))})`;
    case 'call':
      return resultType(value, declared, problems);
    case 'index': {
      const list = inferType(value.of, declared, problems);
      if (typeOf(list).name !== 'list' && list !== 'any') problems.push(`${list} has no elements`);
      return typeOf(list).of || 'any';
    }
    case 'binary': {
      const [left, right] = [value.left, value.right].map((side) => inferType(side, declared, problems));
      if (left !== right && left !== 'any' && right !== 'any')
        problems.push(`${left} ${value.operator} ${right} is no value`);
      return left === 'any' ? (right ?? 'any') : (left ?? 'any');
    }
  }
}

function exportType(path: string, declared: Declared, problems: string[]): string {
  const dot = path.lastIndexOf('.');
  const name = declared.get(path.slice(0, dot));
  const type = name === undefined ? undefined : componentRules(name)?.exports?.[path.slice(dot + 1)];
  if (name === undefined) problems.push(`${path.slice(0, dot)} is not declared`);
  else if (type === undefined) problems.push(`${name} exports no ${path.slice(dot + 1)}`);
  return type ?? 'any';
}

function resultType(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  declared: Declared,
  problems: string[],
): string {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) {
    problems.push(`there is no function ${name}`);
    return 'any';
  }
  if (args.length !== known.takes.length) {
    problems.push(`${name} takes ${known.takes.length} arguments, not ${args.length}`);
  }
  for (const [index, type] of known.takes.entries()) {
    const argument = args[index];
    if (argument) problems.push(...checkValue(type, argument, declared).map((problem) => `${name}(): ${problem}`));
  }
  return known.gives;
}

/** Durations and secrets are written as strings, and numbers are turned into them; a list fits where its elements do. */
function fits(expected: string, actual: string): boolean {
  if (expected === actual || expected === 'any' || actual === 'any') return true;
  const [wanted, given] = [typeOf(expected), typeOf(actual)];
  const strings: readonly string[] = ['string', 'secret', 'duration'];
  if (strings.includes(wanted.name)) return [...strings, 'number'].includes(given.name);
  return wanted.name === given.name && wanted.name !== 'capsule' && wanted.of !== '' && fits(wanted.of, given.of);
}

function common(types: readonly string[]): string {
  return new Set(types).size === 1 ? (types[0] ?? 'any') : 'any';
}
