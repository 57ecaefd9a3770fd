import { EVERY_FORK, type ForkPolicy, type OidcSubject } from '@loki-adoption/action-kit';
import { CODE_OWNERS_FILE, codeOwnersProblem } from '../code-owners.ts';
import type { ProtectedEnvironment, Subject } from '../protection.ts';
import type { Clicks } from '../where-to-click.ts';
import { judgeEnvironment } from './judge-environment.ts';
import { judgeRules } from './judge-rules.ts';
import type { View } from './look.ts';
import { type Row, rowOf } from './row.ts';

export interface Desired {
  readonly environments: readonly ProtectedEnvironment[];
  readonly subject: Subject;
}

/** What is, held against what should be: a row for each check, in a fixed order. */
export function judge(desired: Desired, view: View, clicks: Clicks): Row[] {
  return [
    ...desired.environments.flatMap((environment) =>
      judgeEnvironment(environment, view.environments.get(environment.name) ?? { seen: undefined }, clicks),
    ),
    ...judgeRules(view.rules, clicks),
    rowOf(CODE_OWNERS_FILE, view.codeOwners, clicks.codeOwners, ({ text, errors }) => {
      const problems = [codeOwnersProblem(text) ?? [], errors].flat();
      return problems.length === 0 ? undefined : problems.join('; ');
    }),
    rowOf('default permissions of workflows', view.workflows, clicks.workflows, (permissions) =>
      permissions.default === 'read' ? undefined : 'GITHUB_TOKEN may write where a workflow does not say',
    ),
    rowOf('approval by workflows', view.workflows, clicks.workflows, ({ mayApprove }) =>
      mayApprove ? 'a workflow may create and approve pull requests' : undefined,
    ),
    rowOf('pull requests of forks', view.forks, clicks.forks, forksProblem),
    rowOf('subject of tokens', view.subject, clicks.subject, (subject) => subjectProblem(desired.subject, subject)),
  ];
}

function forksProblem(policy: ForkPolicy): string | undefined {
  if (policy.of === 'public') {
    return policy.approval === EVERY_FORK ? undefined : `run without approval for some strangers (${policy.approval})`;
  }
  const given = [...(policy.writeTokens ? ['write tokens'] : []), ...(policy.secrets ? ['secrets'] : [])];
  return given.length === 0 ? undefined : `their workflows get ${given.join(' and ')}`;
}

/** Roles trust one exact subject, which bootstrap derives from the default one. */
function subjectProblem(wanted: Subject, { useDefault, immutable }: OidcSubject): string | undefined {
  if (!useDefault) return 'it is customized: the roles trust the default one, and no job can assume them';
  const actual = immutable === undefined ? wanted : immutable ? 'immutable' : 'legacy';
  return actual === wanted
    ? undefined
    : `it is ${actual}, the roles trust the ${wanted} one: see --subject of adopt bootstrap`;
}
