import {
  actionsAppId,
  createEnvironment,
  ensureRuleset,
  requireReviewers,
  restrictForks,
  restrictToBranch,
  restrictWorkflows,
  useDefaultSubject,
} from '@loki-adoption/action-kit';
import { isPlaceholder } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { ProtectedEnvironment, Subject } from '../protection.ts';
import { BRANCH, rulesetOf } from '../ruleset.ts';
import type { Clicks } from '../where-to-click.ts';
import type { Step } from './run-steps.ts';

export interface Plan {
  readonly environments: readonly ProtectedEnvironment[];
  readonly subject: Subject;
  readonly isPrivate: boolean;
}

/** Everything that protects the roles on GitHub. Each step is a call of its own: what GitHub refuses of one doesn't lose the others. */
export function protectionSteps(plan: Plan, clicks: Clicks): Step[] {
  return [
    ...plan.environments.flatMap((environment) => environmentSteps(environment, clicks)),
    {
      what: `ruleset of ${BRANCH}: pull requests, required checks, code owners`,
      guards: true,
      click: clicks.ruleset,
      run: async (repository) => ensureRuleset(repository, rulesetOf(await actionsAppId(repository))),
    },
    {
      what: 'workflows: read-only by default, none may approve pull requests',
      guards: true,
      click: clicks.workflows,
      run: restrictWorkflows,
    },
    {
      what: 'pull requests of forks: approved before they run, without secrets',
      guards: false,
      click: clicks.forks,
      run: (repository) => restrictForks(repository, plan.isPrivate),
    },
    {
      // A subject of another form opens no role: it closes them.
      what: `subject of tokens: GitHub's default, ${plan.subject}`,
      guards: false,
      click: clicks.subject,
      run: (repository) => useDefaultSubject(repository, plan.subject === 'immutable'),
    },
  ];
}

function environmentSteps({ name, reviewers, deploys }: ProtectedEnvironment, clicks: Clicks): Step[] {
  const title = `environment ${name}`;
  const made: Step = {
    what: title,
    guards: true,
    click: clicks.environment(name),
    run: (repository) => createEnvironment(repository, name),
  };
  const restricted: Step = {
    what: `${title}: deployments from ${BRANCH} only`,
    guards: true,
    click: clicks.branch(name),
    run: (repository) => restrictToBranch(repository, name, BRANCH),
  };
  const reviewed: Step = {
    what: `${title}: required reviewers ${reviewers.join(', ')}`,
    guards: true,
    click: clicks.reviewers(name, reviewers),
    run: async (repository) => {
      const placeholder = reviewers.find(isPlaceholder);
      if (placeholder === undefined) return requireReviewers(repository, name, reviewers);
      throw new UserError(
        `protection.approvers of environments/${name} names the sample's placeholder ${placeholder}: put your own people or team there.`,
      );
    },
  };
  return [made, ...(deploys ? [restricted] : []), ...(reviewers.length > 0 ? [reviewed] : [])];
}
