import { roleNamed } from '../account/account.ts';
import type { Rendered } from '../account/rendered.ts';
import { listOf, type Policy, type Statement, statementsOf } from '../iam/policy.ts';

export type Change = (statement: Statement) => Statement | undefined;

/** The same policies with one statement of one policy changed, or left out where the change gives nothing. Throws where there is no such statement. */
export function withFault(rendered: Rendered, policyName: string, sid: string, change: Change): Rendered {
  const [arn, policy] = Object.entries(rendered.policies).find(([each]) => each.endsWith(`/${policyName}`)) ?? [];
  if (arn === undefined || policy === undefined) throw new Error(`there is no policy ${policyName}`);
  const statements = statementsOf(policy);
  if (!statements.some(({ Sid }) => Sid === sid)) throw new Error(`${policyName} has no statement ${sid}`);
  const changed = statements.flatMap((each) => (each.Sid === sid ? listOf(change(each)) : [each]));
  return { ...rendered, policies: { ...rendered.policies, [arn]: { ...policy, Statement: changed } } };
}

/** The same policies with one more statement. */
export function withStatement(rendered: Rendered, policyName: string, statement: Statement): Rendered {
  const policies = Object.entries(rendered.policies).map(([arn, policy]): [string, Policy] =>
    arn.endsWith(`/${policyName}`)
      ? [arn, { ...policy, Statement: [...statementsOf(policy), statement] }]
      : [arn, policy],
  );
  return { ...rendered, policies: Object.fromEntries(policies) };
}

export const withoutCondition =
  (operator: string, key?: string): Change =>
  (statement) => {
    const { [operator]: keys, ...others } = statement.Condition ?? {};
    if (keys === undefined || (key !== undefined && !(key in keys)))
      throw new Error(`${statement.Sid} has no ${operator} ${key ?? ''}`);
    const { [key ?? '']: _, ...kept } = keys;
    const left = key === undefined || Object.keys(kept).length === 0 ? others : { ...others, [operator]: kept };
    return { ...statement, Condition: left };
  };

export const onResource =
  (Resource: string): Change =>
  (statement) => ({ ...statement, Resource });

export const leftOut: Change = () => undefined;

/** The same roles, one with another boundary. */
export function withBoundary(rendered: Rendered, roleName: string, boundary: string | null): Rendered {
  const changed = roleNamed(rendered.roles, roleName);
  return { ...rendered, roles: rendered.roles.map((role) => (role === changed ? { ...role, boundary } : role)) };
}
