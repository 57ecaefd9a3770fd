import { type Repository, setEnvironmentVariables } from '@loki-adoption/action-kit';
import type { Environment } from '@loki-adoption/environment';
import type { Context } from '../context.ts';
import { CODE_OWNERS_FILE } from '../github/code-owners.ts';
import { byHand, type Refused, runSteps, type Step } from '../github/protect/run-steps.ts';
import { protectionSteps } from '../github/protect/steps.ts';
import { protectedEnvironments } from '../github/protection.ts';
import { clicksOn } from '../github/where-to-click.ts';
import { writeCodeOwners } from '../github/write-code-owners.ts';
import { note, type Outcome } from '../outcome.ts';
import { type GitHubBy, variableSteps } from './explain.ts';
import { applyBootstrap } from './run-bootstrap.ts';
import type { BootstrapVariables, GitHubVariables } from './variables.ts';

export interface Bootstrap {
  readonly environment: Environment;
  readonly variables: BootstrapVariables;
  readonly by: GitHubBy;
  /** Undefined: nobody has given a token. */
  readonly repository: Repository | undefined;
  readonly isPrivate: boolean;
  /** Address of the repository's page. */
  readonly page: string;
  readonly codeOwners: string | undefined;
  readonly out: string;
}

/** Protects GitHub, then makes the roles in AWS, then names them to GitHub. Every part of it finds what an earlier run has done. */
export async function carryOut(context: Context, bootstrap: Bootstrap): Promise<Outcome> {
  const { by, variables, codeOwners, page } = bootstrap;
  const steps = protectionSteps(
    {
      environments: protectedEnvironments(bootstrap.environment),
      subject: variables.github_subject,
      isPrivate: bootstrap.isPrivate,
    },
    clicksOn(page),
  );
  if (by === 'nobody') {
    const text = `Nothing was made: GITHUB_TOKEN is not set. Set it, or click and say --github-by-hand:\n\n${byHand(steps)}`;
    return { text, data: { done: false, variables }, failed: true };
  }
  if (codeOwners !== undefined && writeCodeOwners(context.root, codeOwners)) {
    note(context, `${CODE_OWNERS_FILE} names ${codeOwners}: commit it. It counts once it is on the default branch.`);
  }
  const repository = by === 'this run' ? bootstrap.repository : undefined;
  const refused = await take(context, repository, steps);
  if (refused.some(({ guards }) => guards)) {
    const text = `Nothing was made in AWS: a role would be reachable without what GitHub refused. Click, or change it, and run this again:\n\n${byHand(refused)}`;
    return { text, data: { done: false, refused, variables }, failed: true };
  }
  const made = await applyBootstrap(context, variables, bootstrap.out);
  refused.push(...(await take(context, repository, variablesAsSteps(made, page))));
  const data = { done: true, github: repository !== undefined, refused, variables, githubVariables: made };
  if (refused.length > 0) {
    return { text: `AWS is ready. GitHub refused:\n\n${byHand(refused)}`, data, failed: true };
  }
  const { name } = bootstrap.environment;
  const ready = `${name} is ready: merge a change of environments/${name}, and it is deployed.`;
  return { text: repository ? ready : `AWS is ready. ${variableSteps(page, made)}`, data };
}

async function take(context: Context, repository: Repository | undefined, steps: readonly Step[]): Promise<Refused[]> {
  if (repository === undefined) return [];
  return runSteps(repository, steps, (what) => note(context, `GitHub: ${what}`));
}

function variablesAsSteps(variables: GitHubVariables, page: string): Step[] {
  return Object.entries(variables).map(([name, values]) => ({
    what: `environment ${name}: its variables`,
    guards: false,
    click: variableSteps(page, { [name]: values }),
    run: (repository) => setEnvironmentVariables(repository, name, values),
  }));
}
