import { REQUIRED_CHECKS } from './required-checks.ts';
import { BRANCH } from './ruleset.ts';

/** For a person with administrator rights: the way through GitHub's menus to each thing that protects the roles. */
export interface Clicks {
  environment(name: string): string;
  branch(name: string): string;
  reviewers(name: string, reviewers: readonly string[]): string;
  readonly ruleset: string;
  readonly workflows: string;
  readonly forks: string;
  readonly subject: string;
  readonly codeOwners: string;
}

/** `page` is the repository's, such as https://github.com/acme/platform. */
export function clicksOn(page: string): Clicks {
  const environments = `${page}/settings/environments`;
  const actions = `${page}/settings/actions`;
  const repository = page.split('/').slice(-2).join('/');
  return {
    environment: (name) => `${environments}: New environment, name "${name}", Configure environment.`,
    branch: (name) =>
      `${environments}, ${name}: Deployment branches and tags, "Selected branches and tags", only the branch "${BRANCH}".`,
    reviewers: (name, reviewers) =>
      `${environments}, ${name}: Required reviewers, ${reviewers.join(', ')}; tick "Prevent self-review"; Save protection rules.`,
    ruleset:
      `${page}/settings/rules: New ruleset, New branch ruleset; Enforcement "Active", no bypass, target branch "${BRANCH}"; tick ` +
      `"Restrict deletions", "Block force pushes", "Require a pull request before merging" (1 approval, dismiss stale ones, review from ` +
      `code owners, approval of the most recent push) and "Require status checks to pass" (${REQUIRED_CHECKS.map((name) => `"${name}"`).join(', ')}, source GitHub Actions).`,
    workflows: `${actions}: Workflow permissions, "Read repository contents and packages permissions"; untick "Allow GitHub Actions to create and approve pull requests"; Save.`,
    forks: `${actions}: public repository: Approval for running fork pull request workflows, "Require approval for all external contributors"; private: Fork pull request workflows, untick "Send write tokens" and "Send secrets and variables".`,
    subject: `No page: gh api -X PUT repos/${repository}/actions/oidc/customization/sub -F use_default=true`,
    codeOwners: `In a checkout: pnpm adopt bootstrap <env> --code-owners @organization/team, then merge .github/CODEOWNERS; the team needs write access (${page}/settings/access).`,
  };
}
