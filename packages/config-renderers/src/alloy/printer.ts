import { align } from './align.ts';
import { fieldName, isIdentifier, quote } from './quote.ts';
import { type Expression, PRECEDENCE, type Statement } from './syntax.ts';

/** What binds tighter than any operator. */
const TIGHTEST = 7;

/**
 * The text of a configuration, as `alloy fmt` leaves it. That program keeps the line breaks it finds; here they follow
 * from the tree: blocks and values of several lines stand apart, an object of several fields has a line for each.
 */
export function printAlloy(body: readonly Statement[]): string {
  return `${align(printBody(body, ''))}\n`;
}

function printBody(body: readonly Statement[], indent: string): string {
  return groups(body)
    .map((group) => group.map((statement) => indent + printStatement(statement, indent)).join('\n'))
    .join('\f\f');
}

/** A run of attributes on one line each is a group; a block, or a value of several lines, stands alone. */
function groups(body: readonly Statement[]): Statement[][] {
  const result: Statement[][] = [];
  let run: Statement[] | undefined;
  for (const statement of body) {
    if (statement.kind === 'block' || isMultiline(statement.value)) {
      result.push([statement]);
      run = undefined;
      continue;
    }
    if (run) {
      run.push(statement);
      continue;
    }
    run = [statement];
    result.push(run);
  }
  return result;
}

function printStatement(statement: Statement, indent: string): string {
  if (statement.kind === 'attribute') {
    return `${identifier(statement.name)}\v= ${printExpression(statement.value, indent)}`;
  }
  const { name, label, body } = statement;
  const head = `${name}${label === undefined ? '' : ` "${identifier(label)}"`} {`;
  return body.length === 0 ? `${head} }` : `${head}\f${printBody(body, `${indent}\t`)}\f${indent}}`;
}

function printExpression(expression: Expression, indent: string): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'reference':
      return expression.path;
    case 'array':
      return printArray(expression.elements, indent);
    case 'object':
      return printObject(expression.fields, indent);
    case 'call':
      return `${expression.name}(${expression.args.map((argument) => printExpression(argument, indent)).join(', ')})`;
    case 'index':
      return `${printOperand(expression.of, TIGHTEST, indent)}[${expression.at}]`;
    case 'binary': {
      const { operator, left, right } = expression;
      const precedence = PRECEDENCE[operator];
      const before = operator === '^' ? precedence + 1 : precedence;
      const after = operator === '^' ? precedence : precedence + 1;
      return `${printOperand(left, before, indent)} ${operator} ${printOperand(right, after, indent)}`;
    }
  }
}

/** In parentheses where it binds less tightly than its place asks for. */
function printOperand(expression: Expression, atLeast: number, indent: string): string {
  const text = printExpression(expression, indent);
  return precedenceOf(expression) < atLeast ? `(${text})` : text;
}

function precedenceOf(expression: Expression): number {
  if (expression.kind === 'binary') return PRECEDENCE[expression.operator];
  // A minus is an operator of its own, so that -1 needs parentheses before [0] or ^.
  return expression.kind === 'literal' && Number(expression.value) < 0 ? 0 : TIGHTEST;
}

function printLiteral(value: string | number | boolean): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`alloy: ${value} can't be written`);
  return String(value);
}

function printArray(elements: readonly Expression[], indent: string): string {
  if (!elements.some(isMultiline)) return `[${elements.map((each) => printExpression(each, indent)).join(', ')}]`;
  const inner = `${indent}\t`;
  return `[\f${elements.map((each) => `${inner}${printExpression(each, inner)},\f`).join('')}${indent}]`;
}

function printObject(fields: readonly (readonly [string, Expression])[], indent: string): string {
  const inner = `${indent}\t`;
  const print = ([name, value]: readonly [string, Expression], at: string) =>
    `${fieldName(name)}\v= ${printExpression(value, at)}`;
  if (!isTall(fields)) return `{${fields.map((field) => print(field, indent)).join(', ')}}`;
  const lines = fields.map((field) => `${inner}${print(field, inner)},${isMultiline(field[1]) ? '\f' : '\n'}`);
  return `{\f${lines.join('').slice(0, -1)}\f${indent}}`;
}

/** Whether an object has a line for each field. */
function isTall(fields: readonly (readonly [string, Expression])[]): boolean {
  return fields.length > 1 || fields.some(([, value]) => isMultiline(value));
}

function isMultiline(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'reference':
      return false;
    case 'array':
      return expression.elements.some(isMultiline);
    case 'object':
      return isTall(expression.fields);
    case 'call':
      return expression.args.some(isMultiline);
    case 'index':
      return isMultiline(expression.of);
    case 'binary':
      return isMultiline(expression.left) || isMultiline(expression.right);
  }
}

/** The names of attributes and labels are ours: a wrong one is a bug. */
function identifier(name: string): string {
  if (isIdentifier(name)) return name;
  throw new Error(`alloy: ${quote(name)} is no identifier`);
}
