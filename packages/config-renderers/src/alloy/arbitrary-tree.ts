import fc from 'fast-check';
import { type Block, type Expression, type Operator, PRECEDENCE, type Statement } from './syntax.ts';

const identifier = fc
  .stringMatching(/^[a-z_][a-z0-9_]{0,11}$/)
  .filter((name) => !['true', 'false', 'null'].includes(name));
const path = fc.array(identifier, { minLength: 1, maxLength: 4 }).map((names) => names.join('.'));

/** Names that can be written, keywords among them. */
const field = fc.oneof(
  { weight: 3, arbitrary: identifier },
  fc.constantFrom('true', 'null', 'a-b', 'with space', '0', '{=}', ' ', '__meta_x'),
  fc.stringMatching(/^[ !#-[\]-~]{1,8}$/),
);

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    '\u0000\u0007\b\f\n\r\t\v\u001b\u007f\u0085\u00a0\u2028\ufeff',
    '\\"\'`',
    '// no comment',
    '${0}',
  ),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, number, fc.boolean()).map((value): Expression => ({ kind: 'literal', value })),
    path.map((name): Expression => ({ kind: 'reference', path: name })),
    fc.array(tie('expression'), { maxLength: 4 }).map((elements): Expression => ({ kind: 'array', elements })),
    fc
      .uniqueArray(fc.tuple(field, tie('expression')), { maxLength: 4, selector: ([name]) => name })
      .map((fields): Expression => ({ kind: 'object', fields })),
    fc
      .tuple(path, fc.array(tie('expression'), { maxLength: 3 }))
      .map(([name, args]): Expression => ({ kind: 'call', name, args })),
    fc.tuple(tie('expression'), fc.nat(99)).map(([of, at]): Expression => ({ kind: 'index', of, at })),
    fc
      .tuple(fc.constantFrom(...(Object.keys(PRECEDENCE) as Operator[])), tie('expression'), tie('expression'))
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
  ),
}));

const attribute = fc
  .tuple(identifier, expression)
  .map(([name, value]): Statement => ({ kind: 'attribute', name, value }));

/** Blocks of any shape that Alloy's grammar knows, whatever they would mean. */
export const arbitraryBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc
    .tuple(
      path,
      fc.option(identifier, { nil: undefined }),
      fc.array(fc.oneof({ depthSize: 'small' }, { weight: 4, arbitrary: attribute }, tie('block')), { maxLength: 6 }),
    )
    .map(([name, label, body]): Block => ({ kind: 'block', name, label, body })),
})).block;
