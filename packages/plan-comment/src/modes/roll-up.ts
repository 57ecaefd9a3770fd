import { environmentIn, isOutdated, outdatedBody, ROLL_UP_MARKER, rollUpBody } from '../core/show/posted-comment.ts';
import { markerOf } from '../core/show/render.ts';
import type { RollUpInputs } from '../inputs.ts';
import type { OwnComment, Ports } from '../ports.ts';

/**
 * Says of comments whose environment has no plan any more that they are outdated, and with several environments keeps one comment
 * that has a line for each.
 */
export async function rollUp(inputs: RollUpInputs, ports: Ports): Promise<void> {
  const { environments, token, pullRequest, commit } = inputs;
  const skip = (why: string) => {
    ports.say(`No roll-up: ${why}.`);
    ports.setOutputs({ posted: 'skipped' });
  };
  for (const environment of environments) markerOf(environment);
  if (token === undefined) return skip('there is no github-token');
  if (pullRequest === undefined) return skip('this event belongs to no pull request');
  const { number } = pullRequest;
  const state = await ports.pullRequests.find(number);
  if (pullRequest.isClosed || state?.isOpen === false) return skip(`pull request ${number} is closed`);
  // What this run knows of the environments is old: the run of the newest commit says it.
  if (pullRequest.isOfEvent && state !== undefined && state.head !== commit) {
    ports.setOutputs({ posted: 'superseded' });
    return;
  }
  const comments = await ports.pullRequests.comments(number);
  for (const comment of comments) await retire(comment, inputs, ports);
  const old = comments.find(({ body }) => body.startsWith(`${ROLL_UP_MARKER}\n`));
  const rows = environments.map((environment) => ({
    environment,
    comment: comments.find(({ body }) => environmentIn(body) === environment),
  }));
  if (rows.length < 2 && old === undefined) return skip('there are less than two environments');
  if (rows.length === 0 && old !== undefined) {
    await ports.pullRequests.delete(old);
    return skip('there is no environment any more');
  }
  const body = rollUpBody(rows, commit);
  const posted = await ports.pullRequests.post({ marker: ROLL_UP_MARKER, body, pullRequest: number });
  ports.setOutputs({ posted: posted.posted, 'comment-id': posted.id, 'comment-url': posted.url });
}

async function retire(comment: OwnComment, inputs: RollUpInputs, ports: Ports): Promise<void> {
  const environment = environmentIn(comment.body);
  if (environment === undefined || inputs.environments.includes(environment)) return;
  const { pullRequests } = ports;
  if (inputs.outdated === 'delete') {
    await pullRequests.delete(comment);
    return;
  }
  if (isOutdated(comment.body)) return;
  await pullRequests.rewrite(comment, outdatedBody(environment, comment.body, inputs.commit));
  if (inputs.outdated === 'minimize') await pullRequests.hide(comment);
}
