import type { Attribute, Block, Statement } from '../syntax.ts';
import { findCycle } from './cycles.ts';
import { bodyRules, componentRules, EXPERIMENTAL, marked, topLevelBody, WORDS } from './table.ts';
import { timingProblems } from './timing.ts';
import { checkValue, type Declared } from './values.ts';

/**
 * Everything that Alloy would refuse in a configuration, as `<component>: <where>: <what>`: what `alloy validate` says
 * about names, types and references, and what only `alloy run` says. An empty list is a configuration that starts.
 */
export function checkComponents(body: readonly Statement[]): string[] {
  const declared = new Map<string, string>();
  const bodies = new Map<string, readonly Statement[]>();
  const problems: string[] = [];
  for (const statement of body) {
    const name = nameOf(statement);
    if (declared.has(name)) problems.push(`${name}: is declared twice`);
    declared.set(name, statement.name);
    if (statement.kind === 'block') bodies.set(name, statement.body);
  }
  const cycle = findCycle(bodies);
  if (cycle) problems.push(`${cycle[0]}: refers to itself: ${[...cycle, cycle[0]].join(' → ')}`);
  return [...problems, ...body.flatMap((statement) => checkTopLevel(statement, declared))];
}

function checkTopLevel(statement: Statement, declared: Declared): string[] {
  const name = nameOf(statement);
  const rules = topLevelBody(statement.name);
  if (statement.kind === 'attribute' || rules === undefined) return [`${name}: there is no component of that name`];
  const component = componentRules(statement.name);
  const problems: string[] = [];
  if (component && statement.label === undefined) problems.push('needs a label');
  if (component && component.stability !== 'generally-available') problems.push(`is ${component.stability}`);
  const within = { component: statement.name, declared };
  problems.push(...checkBody(statement.body, rules, '', within), ...timingProblems(statement));
  return problems.map((problem) => `${name}: ${problem}`);
}

interface Within {
  readonly component: string;
  readonly declared: Declared;
}

/** `path` is the way to this body from its component, such as `endpoint.`. */
function checkBody(body: readonly Statement[], name: string, path: string, within: Within): string[] {
  const { attributes = {}, blocks = {} } = bodyRules(name);
  const given = body.map((statement) => statement.name);
  const missing = Object.entries({ ...attributes, ...blocks })
    .filter(([key, mark]) => !marked(mark).optional && !given.includes(key))
    .map(([key]) => `${path}${key}: is required`);
  const repeated = given
    .filter((key, index) => given.indexOf(key) !== index && !marked(blocks[key] ?? '').repeated)
    .map((key) => `${path}${key}: is given twice`);
  const wrong = body.flatMap((statement) =>
    statement.kind === 'attribute'
      ? checkAttribute(statement, attributes[statement.name], path, within).concat(checkWord(statement, name, path))
      : checkBlock(statement, blocks[statement.name], path, within),
  );
  return [...missing, ...repeated, ...wrong];
}

function checkAttribute({ name, value }: Attribute, type: string | undefined, path: string, within: Within): string[] {
  if (type === undefined) return [`${path}${name}: there is no argument of that name`];
  return checkValue(marked(type).name, value, within.declared).map((problem) => `${path}${name}: ${problem}`);
}

function checkWord({ name, value }: Attribute, body: string, path: string): string[] {
  const words = WORDS[`${body}: ${name}`];
  if (!words || value.kind !== 'literal' || words.includes(String(value.value))) return [];
  return [`${path}${name}: ${JSON.stringify(value.value)} is none of ${words.join(', ')}`];
}

function checkBlock({ name, body }: Block, rules: string | undefined, path: string, within: Within): string[] {
  if (rules === undefined) return [`${path}${name}: there is no block of that name`];
  const problems = checkBody(body, marked(rules).name, `${path}${name}.`, within);
  if (!EXPERIMENTAL.includes(`${within.component}: ${path}${name}`)) return problems;
  return [...problems, `${path}${name}: is experimental`];
}

function nameOf(statement: Statement): string {
  const label = statement.kind === 'block' ? statement.label : undefined;
  return label === undefined ? statement.name : `${statement.name}.${label}`;
}
