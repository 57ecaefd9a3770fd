import {
  AGGREGATIONS,
  type Aggregation,
  type Grouping,
  type LogQuery,
  LokiError,
  type Matcher,
  type MatchOperator,
  type MetricQuery,
  type Query,
  RANGE_FUNCTIONS,
  type RangeFunction,
  unsupported,
} from './ast.ts';
import { Cursor } from './cursor.ts';
import { parseDuration, unquote } from './lexer.ts';
import { createMatcher } from './matcher.ts';
import { parseStages } from './stages.ts';

/** Parses the subset of LogQL that gates and checks use; what is outside of it is refused by name. */
export function parseQuery(text: string): Query {
  const cursor = new Cursor(text);
  const query = cursor.at('{') ? parseLogQuery(cursor) : parseBinary(cursor, 0);
  if (cursor.current.kind !== 'end') throw refuseRest(cursor);
  return query;
}

/** A stream selector alone, as `match[]` and label queries take it. */
export function parseSelector(text: string): readonly Matcher[] {
  const cursor = new Cursor(text);
  const selector = parseMatchers(cursor);
  if (cursor.current.kind !== 'end') throw cursor.unexpected('$end');
  return selector;
}

function parseLogQuery(cursor: Cursor): LogQuery {
  return { kind: 'log', selector: parseMatchers(cursor), stages: parseStages(cursor) };
}

const MATCH_OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'];

function parseMatchers(cursor: Cursor): readonly Matcher[] {
  cursor.expect('{');
  const matchers: Matcher[] = [];
  while (!cursor.at('}')) {
    const name = cursor.expectKind('name');
    if (!MATCH_OPERATORS.includes(cursor.current.text)) throw cursor.unexpected('= or != or =~ or !~');
    const operator = cursor.advance().text as MatchOperator;
    matchers.push(createMatcher(name, operator, unquote(cursor.expectKind('string'))));
    if (!cursor.accept(',')) break;
  }
  cursor.expect('}');
  const selects = ({ operator, test }: Matcher) => (operator === '=' || operator === '=~') && !test('');
  if (!matchers.some(selects)) {
    throw new LokiError(
      'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
    );
  }
  return matchers;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '==': 1,
  '!=': 1,
  '>': 1,
  '>=': 1,
  '<': 1,
  '<=': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
};

type BinaryOperator = Extract<MetricQuery, { kind: 'binary' }>['operator'];

function parseBinary(cursor: Cursor, minimum: number): MetricQuery {
  let left = parseOperand(cursor);
  for (;;) {
    const precedence = PRECEDENCE[cursor.current.text] ?? 0;
    if (cursor.current.kind !== 'symbol' || precedence === 0 || precedence <= minimum) return left;
    const operator = cursor.advance().text as BinaryOperator;
    if (['bool', 'on', 'ignoring'].includes(cursor.current.text)) throw unsupported(`"${cursor.current.text}"`);
    left = { kind: 'binary', operator, left, right: parseBinary(cursor, precedence) };
  }
}

function parseOperand(cursor: Cursor): MetricQuery {
  if (cursor.current.kind === 'number') return { kind: 'number', value: Number(cursor.advance().text) };
  if (cursor.accept('(')) {
    const inner = parseBinary(cursor, 0);
    cursor.expect(')');
    return inner;
  }
  const name = cursor.expectKind('name');
  if (isOneOf(RANGE_FUNCTIONS, name)) return parseRange(cursor, name);
  if (isOneOf(AGGREGATIONS, name)) return parseAggregation(cursor, name);
  throw unsupported(`"${name}"`);
}

function parseRange(cursor: Cursor, name: RangeFunction): MetricQuery {
  cursor.expect('(');
  const query = cursor.accept('(') ? parseParenthesised(cursor) : parseLogQuery(cursor);
  cursor.expect('[');
  const text = cursor.expectKind('duration');
  cursor.expect(']');
  if (cursor.at('offset')) throw unsupported('"offset"');
  cursor.expect(')');
  return { kind: 'range', function: name, query, rangeNs: parseDuration(text) ?? 0n };
}

function parseParenthesised(cursor: Cursor): LogQuery {
  const query = parseLogQuery(cursor);
  cursor.expect(')');
  return query;
}

function parseAggregation(cursor: Cursor, operation: Aggregation): MetricQuery {
  const before = parseGrouping(cursor);
  cursor.expect('(');
  const of = parseBinary(cursor, 0);
  cursor.expect(')');
  return {
    kind: 'aggregate',
    operation,
    of,
    grouping: before ?? parseGrouping(cursor) ?? { without: false, labels: [] },
  };
}

function parseGrouping(cursor: Cursor): Grouping | undefined {
  if (!cursor.at('by') && !cursor.at('without')) return undefined;
  const without = cursor.advance().text === 'without';
  cursor.expect('(');
  const labels: string[] = [];
  while (!cursor.at(')')) {
    labels.push(cursor.expectKind('name'));
    if (!cursor.accept(',')) break;
  }
  cursor.expect(')');
  return { without, labels };
}

function refuseRest(cursor: Cursor): LokiError {
  const word = cursor.current.text;
  return ['and', 'or', 'unless', '%', '^'].includes(word) ? unsupported(`"${word}"`) : cursor.unexpected('$end');
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}
