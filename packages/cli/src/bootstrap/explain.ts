import type { BootstrapVariables, GitHubVariables } from './variables.ts';

/** What a run will do to an account and a repository, before it does it. */
export function explain(variables: BootstrapVariables, approvers: readonly string[], canReachGitHub: boolean): string {
  const { environment, aws_account_id: account, aws_region: region, state_bucket: bucket, github } = variables;
  const repository = `${github.owner}/${github.repository}`;
  const lines = [
    `Bootstrap of ${environment}, in account ${account} (${region}), with the credentials of this terminal:`,
    '',
    `1. The bucket ${bucket}, unless it is there, for Terraform's state and the rollout's ledger:`,
    '   versioned, encrypted, TLS only, protected from being destroyed.',
    variables.create_oidc_provider
      ? "2. GitHub's OIDC provider of the account. If the account has one: --existing-oidc-provider."
      : "2. GitHub's OIDC provider of the account is there already.",
    `3. The role ${variables.project_name}-github-plan, which reads. Jobs of ${repository} in the GitHub environment`,
    `   ${environment}-plan may assume it, if they are of plan.yml (${variables.github_subject} subject).`,
    `4. The role ${variables.project_name}-github-apply, which deploys. Jobs in the environment ${environment} may, if they are of`,
    '   deploy.yml or rollback.yml and run on main. It changes roles below the IAM path' +
      ` /${variables.project_name}/, and those of the stack`,
    '   that lie outside of it already; both roles are bounded themselves.',
    `5. The policy ${variables.project_name}-boundary: the most that any role of the stack can do. Of secrets and parameters that is`,
    `   ${listed([`${variables.project_name}/…`, ...variables.secrets, ...variables.parameters].map(lastPart))}.`,
    `   Days that log groups keep their lines: ${retention(variables.log_groups)}.`,
    ...(variables.grafana_role_name === null
      ? []
      : [`   The role ${variables.grafana_role_name} of your Grafana may query the metrics.`]),
    canReachGitHub
      ? `6. The GitHub environments ${environment} and ${environment}-plan, with the names of these roles as variables`
      : '6. What is left to do by hand on GitHub is printed at the end: GITHUB_TOKEN is not set.',
  ];
  if (canReachGitHub) lines.push(`   and, for ${environment}, ${reviewersOf(approvers)}, deployments from main only.`);
  return lines.join('\n');
}

/** The same as steps for a person with administrator rights on the repository. */
export function githubSteps(
  repository: string,
  environment: string,
  approvers: readonly string[],
  variables: GitHubVariables,
): string {
  const lines = [`On https://github.com/${repository}/settings/environments:`];
  for (const [name, values] of Object.entries(variables)) {
    lines.push('', `- Environment ${name}, with the variables`);
    for (const [variable, value] of Object.entries(values)) lines.push(`    ${variable}=${value}`);
    if (name === environment) {
      lines.push(`  ${capital(reviewersOf(approvers))}; no self-review; deployment branch main only.`);
    }
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

function reviewersOf(approvers: readonly string[]): string {
  return approvers.length === 0
    ? 'reviewers as they are (protection.approvers names none)'
    : `required reviewers ${approvers.join(', ')}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
