import type { PullRequest } from './developer.ts';
import { DEMO } from './stages/stage.ts';
import type { Story } from './story.ts';

/** Opens a pull request, runs what GitHub runs on it, and keeps the plan comment. Returns the comment's text. */
export async function reviewChange(
  story: Story,
  change: {
    branch: string;
    title: string;
    why: string;
    edits: readonly (readonly [path: string, value: unknown])[];
    /** Changes other files. */
    also?: () => void;
  },
): Promise<{ pull: PullRequest; comment: string }> {
  const pull = await story.developer.openPullRequest(change.branch, change.title, change.why, () => {
    story.developer.editEnvironment(DEMO.environment, change.edits);
    change.also?.();
  });
  const event = {
    event: 'pull_request',
    payload: await story.sandbox.github.events.pullRequestEvent(pull.number, 'opened'),
    commit: pull.head,
  } as const;
  await story.actions.succeed({ ...event, workflow: 'ci.yml', job: 'desired-state' });
  await story.actions.succeed({ ...event, workflow: 'plan.yml' });
  const comments = story.sandbox.github
    .comments(pull.number)
    .filter((each) => each.body.includes(`environment=${DEMO.environment} `));
  story.check('the pull request has exactly one plan comment', comments.length === 1, `It has ${comments.length}.`);
  const comment = comments[0]?.body ?? '';
  story.keep(`comments/plan-${change.branch}.md`, comment);
  return { pull, comment };
}

/** Merges and runs the deployment that follows; says whether it went through. */
export async function mergeAndDeploy(story: Story, pull: PullRequest) {
  const { before, after } = await story.developer.merge(pull);
  return deploy(story, before, after);
}

/** What somebody does who has read the plan of a deploy that stopped. */
export async function deployByHand(story: Story, approvedPlan: string) {
  const inputs = { environment: DEMO.environment, 'approved-plan': approvedPlan };
  return story.actions.run({
    workflow: 'deploy.yml',
    event: 'workflow_dispatch',
    payload: story.sandbox.github.events.workflowDispatchEvent(inputs),
    commit: story.developer.head(),
    inputs,
  });
}

export async function deploy(story: Story, before: string, after: string) {
  return story.actions.run({
    workflow: 'deploy.yml',
    event: 'push',
    payload: await story.sandbox.github.events.pushEvent(before, after, 'refs/heads/main'),
    commit: after,
  });
}
