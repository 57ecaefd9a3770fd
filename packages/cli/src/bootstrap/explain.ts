import { planningEnvironment } from '@loki-adoption/environment';
import { REQUIRED_CHECKS } from '../github/required-checks.ts';
import { BRANCH } from '../github/ruleset.ts';
import type { BootstrapVariables, GitHubVariables } from './variables.ts';

/** Who protects GitHub: this run, with a token; a person, who says so; or nobody yet. */
export type GitHubBy = 'this run' | 'hand' | 'nobody';

/** What a run will do to a repository and an account, before it does it. */
export function explain(variables: BootstrapVariables, approvers: readonly string[], by: GitHubBy): string {
  const { environment, aws_account_id: account, aws_region: region } = variables;
  return [
    `Bootstrap of ${environment}, in account ${account} (${region}), with the credentials of this terminal.`,
    '',
    ...(by === 'this run' ? protects(variables, approvers) : [INSTEAD[by]]),
    '',
    ...makes(variables),
    by === 'this run'
      ? `9. The names of these roles, as variables of the GitHub environments ${environment} and ${planningEnvironment(environment)}.`
      : '9. These names are printed, to be put into the GitHub environments by hand.',
  ].join('\n');
}

const INSTEAD = {
  hand: 'First GitHub has to protect what leads to the roles. --github-by-hand says that it does.',
  nobody: `First GitHub has to protect what leads to the roles, and GITHUB_TOKEN is not set, so this run can't see to it: with --yes it prints what to click, and
makes nothing. Set GITHUB_TOKEN to an administrator's, or click and say --github-by-hand.`,
} as const;

function protects({ environment, github, github_subject: subject }: BootstrapVariables, approvers: readonly string[]) {
  return [
    `First on GitHub, of ${github.owner}/${github.repository}:`,
    `1. The environments ${environment} (${reviewersOf(approvers)}, deployments from ${BRANCH} only) and ${planningEnvironment(environment)}.`,
    `2. A ruleset: ${BRANCH} changes by pull requests that somebody approves, a code owner where there is one, with the checks ${REQUIRED_CHECKS.join(' and ')}.`,
    `3. Workflows read by default and approve no pull request; those of forks get no secrets; tokens have the ${subject} subject.`,
    '   What is so already stays. Each is a call of its own; if GitHub refuses one that a role would be reachable without, nothing is made in AWS.',
  ];
}

function makes(variables: BootstrapVariables): string[] {
  const { environment, project_name: project, state_bucket: bucket, github } = variables;
  return [
    'Then in AWS:',
    `4. The bucket ${bucket}, unless it is there, for Terraform's state and the rollout's ledger:`,
    '   versioned, encrypted, TLS only, protected from being destroyed.',
    variables.create_oidc_provider
      ? "5. GitHub's OIDC provider of the account. If the account has one: --existing-oidc-provider."
      : "5. GitHub's OIDC provider of the account is there already.",
    `6. The role ${project}-github-plan, which reads. Jobs of ${github.owner}/${github.repository} in the GitHub environment`,
    `   ${planningEnvironment(environment)} may assume it, if they are of plan.yml (${variables.github_subject} subject).`,
    `7. The role ${project}-github-apply, which deploys. Jobs in the environment ${environment} may, if they are of`,
    `   deploy.yml or rollback.yml and run on ${BRANCH}. It changes roles below the IAM path /${project}/, and those of the stack`,
    '   that lie outside of it already; both roles are bounded themselves.',
    `8. The policy ${project}-boundary: the most that any role of the stack can do. Of secrets and parameters that is`,
    `   ${listed([`${project}/…`, ...variables.secrets, ...variables.parameters].map(lastPart))}.`,
    `   Loki's bucket ${variables.loki_bucket}, with what guards it: only the endpoint ${variables.s3_vpc_endpoint_id} reaches the logs; chunks expire after ${variables.loki_chunk_days} days.`,
    `   Days that log groups keep their lines: ${retention(variables.log_groups)}. ${foreignGroups(variables)}`,
    ...(variables.grafana_role_name === null
      ? []
      : [`   The role ${variables.grafana_role_name} of your Grafana may query the metrics.`]),
  ];
}

/** The variables of GitHub's environments, as steps for a person. */
export function variableSteps(page: string, variables: GitHubVariables): string {
  const lines = [`On ${page}/settings/environments, Environment variables:`];
  for (const [name, values] of Object.entries(variables)) {
    lines.push('', `- Environment ${name}`);
    for (const [variable, value] of Object.entries(values)) lines.push(`    ${variable}=${value}`);
  }
  return lines.join('\n');
}

const lastPart = (arn: string) =>
  arn
    .split(':')
    .slice(arn.startsWith('arn:') ? 5 : 0)
    .join(':');

const listed = (items: readonly string[]) => items.join(', ');

/** `7 (12 groups)`, in the order of the days. */
function retention(groups: BootstrapVariables['log_groups']): string {
  const days = [...new Set(Object.values(groups))].sort((a, b) => a - b);
  return listed(
    days.map((each) => {
      const count = Object.values(groups).filter((value) => value === each).length;
      return `${each} (${count} ${count === 1 ? 'group' : 'groups'})`;
    }),
  );
}

function foreignGroups({ log_groups_to_overwrite: overwritten }: BootstrapVariables): string {
  return overwritten.length === 0
    ? 'Groups that somebody else made keep theirs.'
    : 'cloudWatch.retentionDays is set: groups that somebody else made get it too, and CloudWatch deletes what is older.';
}

function reviewersOf(approvers: readonly string[]): string {
  return approvers.length === 0
    ? 'reviewers as they are, since protection.approvers names none'
    : `required reviewers ${approvers.join(', ')}`;
}
