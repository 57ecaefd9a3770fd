import type { Attribute, Expression, Statement } from './syntax.ts';

/** The text of a configuration as `alloy fmt` would leave it: tabs, `=` aligned within a run of attributes. */
export function printAlloy(body: readonly Statement[]): string {
  return `${printBody(body, 0)}\n`;
}

function printBody(body: readonly Statement[], depth: number): string {
  return groups(body)
    .map((group) => printGroup(group, depth))
    .join('\n\n');
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

function printGroup(group: readonly Statement[], depth: number): string {
  const width = Math.max(...group.map((statement) => statement.name.length));
  return group.map((statement) => printStatement(statement, width, depth)).join('\n');
}

function printStatement(statement: Statement, width: number, depth: number): string {
  const tabs = '\t'.repeat(depth);
  if (statement.kind === 'attribute') return tabs + printAttribute(statement, width, depth);
  const label = statement.label === undefined ? '' : ` ${JSON.stringify(statement.label)}`;
  const head = `${tabs}${statement.name}${label} {`;
  return statement.body.length === 0 ? `${head} }` : `${head}\n${printBody(statement.body, depth + 1)}\n${tabs}}`;
}

function printAttribute({ name, value }: Attribute, width: number, depth: number): string {
  return `${name.padEnd(width)} = ${printExpression(value, depth)}`;
}

function printExpression(expression: Expression, depth: number): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'reference':
      return expression.path;
    case 'array':
      return `[${expression.elements.map((element) => printExpression(element, depth)).join(', ')}]`;
    case 'object':
      return printObject(expression.fields, depth);
    case 'call':
      return `${expression.name}(${expression.args.map((argument) => printExpression(argument, depth)).join(', ')})`;
    case 'index':
      return `${printExpression(expression.of, depth)}[${expression.at}]`;
    case 'sum':
      return `${printExpression(expression.left, depth)} + ${printExpression(expression.right, depth)}`;
  }
}

function printObject(fields: readonly (readonly [string, Expression])[], depth: number): string {
  const names = fields.map(([name]) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name)));
  if (fields.length < 2) return `{${fields.map(([, value]) => `${names[0]} = ${printExpression(value, depth)}`)}}`;
  const width = Math.max(...names.map((name) => name.length));
  const tabs = '\t'.repeat(depth);
  const lines = fields.map(
    ([, value], i) => `${tabs}\t${(names[i] ?? '').padEnd(width)} = ${printExpression(value, depth + 1)},`,
  );
  return `{\n${lines.join('\n')}\n${tabs}}`;
}

function isMultiline(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'reference':
      return false;
    case 'array':
      return expression.elements.some(isMultiline);
    case 'object':
      return expression.fields.length > 1 || expression.fields.some(([, value]) => isMultiline(value));
    case 'call':
      return expression.args.some(isMultiline);
    case 'index':
      return isMultiline(expression.of);
    case 'sum':
      return isMultiline(expression.left) || isMultiline(expression.right);
  }
}
