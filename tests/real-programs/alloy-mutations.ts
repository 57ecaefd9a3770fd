import fc from 'fast-check';
import { printAlloy } from '../../packages/config-renderers/src/alloy/printer.ts';
import {
  attributes,
  type Block,
  block,
  reference,
  type Statement,
} from '../../packages/config-renderers/src/alloy/syntax.ts';

/** Words of other components: the likeliest wrong names. */
const names = fc.constantFrom('url', 'host', 'min_backoff', 'rule', 'endpoint', 'nope', 'forward_to', 'basic_auth');
const values = fc.constantFrom(
  1,
  true,
  'fast',
  ['x'],
  reference('loki.write.loki.receiver'),
  reference('discovery.docker.task.targets'),
  reference('loki.write.nope.receiver'),
);

type Change = (statement: Statement) => Statement[];

/** One change of one statement: another name or value, taken away, doubled, or one more beside it. */
const change: fc.Arbitrary<Change> = fc.oneof(
  names.map(
    (name): Change =>
      (statement) => [{ ...statement, name }],
  ),
  values.map(
    (value): Change =>
      (statement) =>
        statement.kind === 'attribute' ? attributes({ [statement.name]: value }) : [statement],
  ),
  fc.constant<Change>(() => []),
  fc.constant<Change>((statement) => [statement, statement]),
  fc.tuple(names, values).map(
    ([name, value]): Change =>
      (statement) => [...attributes({ [name]: value }), statement],
  ),
  names.map(
    (name): Change =>
      (statement) => [statement, block(name)],
  ),
);

export function arbitraryMutation(tree: readonly Block[]): fc.Arbitrary<Statement[]> {
  return fc.tuple(fc.nat(count(tree) - 1), change).map(([at, apply]) => {
    const mutant = mutate(tree, at, apply);
    // A failure shows the text instead of a page of nodes.
    return Object.defineProperty(mutant, fc.toStringMethod, { value: () => printAlloy(mutant) });
  });
}

function count(body: readonly Statement[]): number {
  return body.reduce((sum, each) => sum + 1 + (each.kind === 'block' ? count(each.body) : 0), 0);
}

/** The tree with its `at`-th statement, in the order of the text, replaced. */
function mutate(body: readonly Statement[], at: number, apply: Change): Statement[] {
  let left = at;
  return body.flatMap((statement) => {
    const size = count([statement]);
    const mine = left;
    left -= size;
    if (mine < 0 || mine >= size) return [statement];
    if (mine === 0) return apply(statement);
    return statement.kind === 'block' ? [{ ...statement, body: mutate(statement.body, mine - 1, apply) }] : [statement];
  });
}
