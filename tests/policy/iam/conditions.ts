import { matchesArn, matchesGlob } from './match.ts';
import { type Conditions, listOf, type RequestContext } from './policy.ts';

type Compare = (expected: string, actual: string) => boolean;

const ignoringCase: Compare = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();

const COMPARISONS: Readonly<Record<string, Compare>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: ignoringCase,
  StringLike: matchesGlob,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: ignoringCase,
};

/** Whether every operator and key of a Condition element holds for a request. Throws on what it doesn't know. */
export function conditionsHold(conditions: Conditions | undefined, context: RequestContext): boolean {
  const found = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), listOf(value)]));
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(operator, listOf(expected), found.get(key.toLowerCase()))),
  );
}

/**
 * One key of one operator. A key that is absent fails a comparison, passes a negated one, and passes with IfExists and ForAllValues.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function holds(operator: string, expected: readonly string[], actual: readonly string[] | undefined): boolean {
  if (expected.some((value) => value.includes('${'))) throw new Error(`policy variables aren't evaluated: ${expected}`);
  if (operator === 'Null') return expected.includes(String(actual === undefined));
  const { set, comparison, negated, ifExists } = parseOperator(operator);
  const compare = COMPARISONS[comparison];
  if (compare === undefined) throw new Error(`the condition operator ${operator} isn't evaluated`);
  if (actual === undefined) return ifExists || set === 'ForAllValues' || (negated && set === undefined);
  const passes = (value: string) => expected.some((each) => compare(each, value)) !== negated;
  return set === 'ForAllValues' || (set === undefined && negated) ? actual.every(passes) : actual.some(passes);
}

function parseOperator(operator: string) {
  const { set, rest = '' } = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<rest>.+)$/.exec(operator)?.groups ?? {};
  const ifExists = rest.endsWith('IfExists');
  const name = ifExists ? rest.slice(0, -'IfExists'.length) : rest;
  const comparison = name.replace(/^(String|Arn)Not/, '$1');
  return { set, ifExists, comparison, negated: comparison !== name };
}
