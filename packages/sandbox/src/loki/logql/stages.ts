import { type Comparison, type Condition, type MatchOperator, type Stage, unsupported } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { unquote } from './lexer.ts';
import { compileRegex, createMatcher } from './matcher.ts';

type LineOperator = '|=' | '!=' | '|~' | '!~';
const LINE_OPERATORS: readonly string[] = ['|=', '!=', '|~', '!~'];

/** Everything behind the stream selector: line filters, `| json`, label filters, `| drop`. */
export function parseStages(cursor: Cursor): Stage[] {
  const stages: Stage[] = [];
  for (;;) {
    if (cursor.current.kind !== 'symbol') return stages;
    if (LINE_OPERATORS.includes(cursor.current.text)) stages.push(parseLineFilter(cursor));
    else if (cursor.at('|>') || cursor.at('!>')) throw unsupported('a pattern filter');
    else if (cursor.accept('|')) stages.push(parsePipe(cursor));
    else return stages;
  }
}

function parseLineFilter(cursor: Cursor): Stage {
  const operator = cursor.advance().text as LineOperator;
  const tests: ((line: string) => boolean)[] = [];
  do {
    if (cursor.current.kind === 'name') throw unsupported(`the line filter "${cursor.current.text}"`);
    tests.push(lineTest(operator, unquote(cursor.expectKind('string'))));
  } while (cursor.accept('or'));
  const negated = operator.startsWith('!');
  return { kind: 'line', test: (line) => tests.some((test) => test(line)) !== negated };
}

function lineTest(operator: LineOperator, value: string): (line: string) => boolean {
  if (operator === '|=' || operator === '!=') return (line) => line.includes(value);
  const regex = compileRegex(value, { whole: false });
  return (line) => regex.test(line);
}

const OTHER_STAGES = [
  'logfmt',
  'regexp',
  'pattern',
  'unpack',
  'line_format',
  'label_format',
  'unwrap',
  'keep',
  'decolorize',
  'distinct',
];

function parsePipe(cursor: Cursor): Stage {
  if (cursor.accept('json')) {
    if (cursor.current.kind === 'name') throw unsupported('"| json" with expressions');
    return { kind: 'json' };
  }
  if (cursor.accept('drop')) {
    const names: string[] = [];
    do names.push(cursor.expectKind('name'));
    while (cursor.accept(','));
    if (cursor.at('=')) throw unsupported('"| drop" with a matcher');
    return { kind: 'drop', names };
  }
  if (OTHER_STAGES.includes(cursor.current.text)) throw unsupported(`"| ${cursor.current.text}"`);
  return { kind: 'filter', condition: parseOr(cursor) };
}

function parseOr(cursor: Cursor): Condition {
  let left = parseAnd(cursor);
  while (cursor.accept('or')) left = { kind: 'pair', operator: 'or', left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Condition {
  let left = parseCondition(cursor);
  while (cursor.accept('and') || cursor.accept(','))
    left = { kind: 'pair', operator: 'and', left, right: parseCondition(cursor) };
  return left;
}

const COMPARISONS: readonly string[] = ['==', '!=', '>', '>=', '<', '<=', '='];

function parseCondition(cursor: Cursor): Condition {
  if (cursor.accept('(')) {
    const inner = parseOr(cursor);
    cursor.expect(')');
    return inner;
  }
  const name = cursor.expectKind('name');
  const operator = cursor.advance().text;
  if (cursor.current.kind === 'string' && ['=', '!=', '=~', '!~'].includes(operator)) {
    const value = unquote(cursor.advance().text);
    return { kind: 'text', matcher: createMatcher(name, operator as MatchOperator, value) };
  }
  if (cursor.current.kind === 'number' && COMPARISONS.includes(operator)) {
    const value = Number(cursor.advance().text);
    return { kind: 'number', name, operator: (operator === '=' ? '==' : operator) as Comparison, value };
  }
  if (cursor.current.kind === 'duration') throw unsupported('a duration or size in a label filter');
  throw cursor.unexpected('a string or number to compare with');
}
