/** The part of Alloy's configuration syntax that a sidecar needs. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'reference'; readonly path: string }
  | { readonly kind: 'array'; readonly elements: readonly Expression[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [name: string, value: Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

/** How tightly Alloy's binary operators bind; all of them but `^` group to the left. */
export const PRECEDENCE = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
} as const;

export type Operator = keyof typeof PRECEDENCE;

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly value: Expression;
}

export interface Block {
  readonly kind: 'block';
  readonly name: string;
  readonly label: string | undefined;
  readonly body: readonly Statement[];
}

export type Statement = Attribute | Block;

/** What a builder takes: plain values are literals, arrays are lists. */
export type Value = string | number | boolean | Expression | readonly Value[];

/** A block without a label, such as `rule { … }`. */
export function block(name: string, ...body: readonly Statement[]): Block {
  return { kind: 'block', name, label: undefined, body };
}

/** A top-level component, such as `loki.write "loki" { … }`. */
export function component(name: string, label: string, ...body: readonly Statement[]): Block {
  return { kind: 'block', name, label, body };
}

/** Attributes in the order of the record. */
export function attributes(values: Readonly<Record<string, Value>>): Attribute[] {
  return Object.entries(values).map(([name, value]) => ({ kind: 'attribute', name, value: expression(value) }));
}

/** What another component exports, such as `loki.write.loki.receiver`. */
export function reference(path: string): Expression {
  return { kind: 'reference', path };
}

export function object(fields: Readonly<Record<string, Value>>): Expression {
  return { kind: 'object', fields: Object.entries(fields).map(([name, value]) => [name, expression(value)]) };
}

export function call(name: string, ...args: readonly Value[]): Expression {
  return { kind: 'call', name, args: args.map(expression) };
}

export function at(of: Expression, index: number): Expression {
  return { kind: 'index', of, at: index };
}

export function binary(operator: Operator, left: Value, right: Value): Expression {
  return { kind: 'binary', operator, left: expression(left), right: expression(right) };
}

export function sum(left: Value, right: Value): Expression {
  return binary('+', left, right);
}

function expression(value: Value): Expression {
  if (isList(value)) return { kind: 'array', elements: value.map(expression) };
  return typeof value === 'object' ? value : { kind: 'literal', value };
}

// Array.isArray doesn't narrow a readonly array.
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
