import { listOf, statementsOf } from '../iam/policy.ts';
import { roleNamed } from './account.ts';
import type { Rendered } from './rendered.ts';

/** Actions that the policies of a role name as allowed, on whatever: `ecs:CreateService`. */
export function allowedActions(rendered: Rendered, roleName: string): ReadonlySet<string> {
  const role = roleNamed(rendered.roles, roleName);
  const policies = [...Object.values(role.inline), ...role.attached.flatMap((arn) => listOf(rendered.policies[arn]))];
  const allowing = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow');
  return new Set(allowing.flatMap(({ Action }) => listOf(Action)));
}
