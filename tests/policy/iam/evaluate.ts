import { conditionsHold } from './conditions.ts';
import { matchesAction, matchesGlob, matchesResource } from './match.ts';
import { listOf, type Policy, type Request, type Statement, statementsOf } from './policy.ts';

export type Decision = 'allow' | 'explicit deny' | 'implicit deny';

/** Everything that has a say in a call within one account. Organizations' policies and session policies are left out: they only take away. */
export interface Policies {
  readonly identity: readonly Policy[];
  /** Undefined where the role has none. */
  readonly boundary?: Policy | undefined;
}

/**
 * What IAM decides: an explicit deny in any policy wins; otherwise identity policies and the boundary, where there is one, both have to allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: Policies, request: Request): Decision {
  const identity = decisionOf(policies.identity, request);
  const boundary = policies.boundary === undefined ? 'allow' : decisionOf([policies.boundary], request);
  if (identity === 'explicit deny' || boundary === 'explicit deny') return 'explicit deny';
  return identity === 'allow' && boundary === 'allow' ? 'allow' : 'implicit deny';
}

/** Who asks to assume a role: an AWS service, a federated identity, or a principal of an account. */
export interface Principal {
  readonly type: 'Service' | 'Federated' | 'AWS';
  readonly id: string;
}

/** Whether a trust policy lets a principal assume its role. */
export function trusts(trust: Policy, principal: Principal, action: string, context: Request['context'] = {}): boolean {
  const statements = statementsOf(trust).filter((statement) => isMeant(statement, principal));
  return decisionOf([{ Statement: statements }], { action, resource: '*', context }) === 'allow';
}

function decisionOf(policies: readonly Policy[], request: Request): Decision {
  const applying = policies.flatMap(statementsOf).filter((statement) => applies(statement, request));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicit deny';
  return applying.length > 0 ? 'allow' : 'implicit deny';
}

function applies(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const named = (patterns: Statement['Action']) => listOf(patterns).some((pattern) => matchesAction(pattern, action));
  const meant = (patterns: Statement['Resource']) =>
    listOf(patterns).some((pattern) => matchesResource(pattern, resource));
  const actionApplies = NotAction === undefined ? named(Action) : !named(NotAction);
  // A trust policy names no resource: it is the role's own.
  const ofItsOwn = Resource === undefined && NotResource === undefined;
  const resourceApplies = ofItsOwn || (NotResource === undefined ? meant(Resource) : !meant(NotResource));
  return actionApplies && resourceApplies && conditionsHold(Condition, context);
}

function isMeant({ Principal: named }: Statement, { type, id }: Principal): boolean {
  if (named === undefined) return false;
  if (named === '*') return true;
  return listOf(named[type]).some((pattern) => pattern === '*' || matchesGlob(pattern, id));
}
