import { setImmediate } from 'node:timers/promises';
import { errorMessage, UserError } from '@loki-adoption/errors';
import { fingerprintAside } from '../core/judge/fingerprint.ts';
import { bytesOf } from '../core/show/budget.ts';
import { showsPlan } from '../core/show/posted-comment.ts';
import { markerOf, type RenderedComment, renderComment } from '../core/show/render.ts';
import type { PlanInputs } from '../inputs.ts';
import type { Ports, Posted } from '../ports.ts';

/** The runner drops a whole step summary above 1 MiB. */
const SUMMARY_LIMIT = 1024 * 1024 - 2048;
/** For a comment that GitHub refuses as it is. */
const SHORT_LIMIT = 8000;

/** Renders the plan, shows it in the job summary and in the pull request, and then judges it. */
export async function commentOnPlan(inputs: PlanInputs, ports: Ports): Promise<void> {
  const { mode, token, pullRequest } = inputs;
  const isPosted = mode === 'comment' && token !== undefined && pullRequest?.isClosed === false;
  if (isPosted) ports.pullRequests.prepare(pullRequest.number);
  const description = descriptionOf(inputs, ports);
  const comment = await renderPlan(inputs, ports, description);
  // All of a big plan takes longer to write than the comment: whoever waits for the comment doesn't wait for that.
  const posting = post(inputs, comment, ports);
  const [written, answered] = await Promise.allSettled([writeAll(inputs, comment, ports), posting]);
  if (written.status === 'rejected') throw written.reason;
  ports.setOutputs({ fingerprint: comment.fingerprint, 'body-file': inputs.bodyFile, ...comment.counts });
  if (answered.status === 'rejected') throw answered.reason;
  const { posted, id, url } = answered.value;
  ports.setOutputs({ posted, 'comment-id': id, 'comment-url': url });
  judge(inputs, comment);
}

/** As it is now: somebody may have changed it since the event, and runs the job again. */
async function descriptionOf({ failOn, token, pullRequest }: PlanInputs, ports: Ports): Promise<string> {
  if (failOn !== 'destroy' || pullRequest === undefined) return '';
  if (token === undefined) return pullRequest.description;
  const found = ports.pullRequests.find(pullRequest.number);
  try {
    return (await found)?.description ?? pullRequest.description;
  } catch (error) {
    ports.say(`The description of the pull request is taken as the event has it: ${errorMessage(error)}`);
    return pullRequest.description;
  }
}

/** With pauses, in which what GitHub was asked for goes out and comes in. */
export async function renderPlan(
  inputs: PlanInputs,
  ports: Ports,
  description?: Promise<string>,
): Promise<RenderedComment> {
  const { environment, phaseFrom, phaseTo, commit, run, configDiffFile, costFile, consequencesFile, notInEffect } =
    inputs;
  markerOf(environment);
  await setImmediate();
  const plans = ports.readPlans(inputs.planFiles);
  const fingerprint = fingerprintAside(plans);
  await setImmediate();
  return renderComment({
    environment,
    plans,
    fingerprint: await fingerprint,
    phaseFrom,
    phaseTo,
    commit,
    run,
    hasArtifact: inputs.bodyArtifact !== undefined,
    configDiff: configDiffFile === undefined ? undefined : ports.readText(configDiffFile),
    cost: costFile === undefined ? undefined : ports.readText(costFile),
    consequences: consequencesFile === undefined ? undefined : ports.readText(consequencesFile),
    notInEffect,
    description: await description,
  });
}

/** Writes the body file, and the job summary: all of it where that fits, else what fits, cut where the comment would be. */
export async function writeAll(
  { bodyFile }: PlanInputs,
  comment: RenderedComment,
  ports: Ports,
  preface = '',
): Promise<void> {
  let pieces: string[] | undefined = [];
  let bytes = 0;
  function* remembered(): Generator<string> {
    for (const piece of comment.full()) {
      bytes += bytesOf(piece);
      if (bytes > SUMMARY_LIMIT) pieces = undefined;
      pieces?.push(piece);
      yield piece;
    }
  }
  await ports.writeText(bodyFile, remembered());
  ports.summarize(preface + (pieces?.join('') ?? comment.within(SUMMARY_LIMIT)));
}

async function post(inputs: PlanInputs, comment: RenderedComment, ports: Ports): Promise<Posted> {
  const { mode, token, pullRequest, environment } = inputs;
  const skip = (why: string): Posted => {
    ports.say(`No comment posted: ${why}. The plan is in the job summary and in ${inputs.bodyFile}.`);
    return { posted: 'skipped' };
  };
  if (mode !== 'comment') return { posted: 'skipped' };
  if (token === undefined) return skip('there is no github-token');
  if (pullRequest === undefined)
    return skip('this event belongs to no pull request, and the input "pull-request" is empty');
  const { number } = pullRequest;
  if (pullRequest.isClosed || (!pullRequest.isOfEvent && (await ports.pullRequests.find(number))?.isOpen === false))
    return skip(`pull request ${number} is closed`);
  const marker = markerOf(environment);
  if (comment.isErrored && !(await hasComment(marker, number, ports)))
    return skip('the plan failed, and no older one is shown that would need to be taken back');
  const result = await ports.pullRequests.post({
    marker,
    body: comment.body,
    short: () => comment.within(SHORT_LIMIT),
    pullRequest: number,
  });
  if (result.posted === 'skipped') return skip('the token may only read, as in a pull request from a fork');
  if (result.posted === 'superseded') ports.say('A later run has already written this comment: left as it is.');
  return result;
}

async function hasComment(marker: string, pullRequest: number, ports: Ports): Promise<boolean> {
  const comments = await ports.pullRequests.comments(pullRequest);
  return comments.some(({ body }) => showsPlan(body, marker));
}

function judge(inputs: PlanInputs, comment: RenderedComment): void {
  const { environment, failOn } = inputs;
  if (comment.isErrored) {
    throw new UserError(
      `Terraform's plan of ${environment} is marked as errored: see the log of the plan step, fix what it says, and plan again.`,
    );
  }
  const serious = comment.findings.filter((finding) => finding.severity !== 'notice');
  if (failOn === 'policy' && serious.length > 0) {
    const list = serious.slice(0, 10).map(({ rule, addresses }) => `${rule} (${addresses[0]})`);
    throw new UserError(
      `fail-on: policy: ${serious.length} findings in the plan of ${environment}: ${list.join(', ')}.`,
    );
  }
  const { destroyed, forbidden } = comment;
  if (failOn === 'destroy' && forbidden.length > 0) {
    const what =
      forbidden.length === destroyed ? `${destroyed} objects` : `${forbidden.length} objects that nobody allowed`;
    const more = forbidden.length > 10 ? ` and ${forbidden.length - 10} more` : '';
    throw new UserError(
      `fail-on: destroy: the plan of ${environment} destroys or replaces ${what}: ${forbidden.slice(0, 10).join(', ')}${more}. If that is meant, write "allow-destroy: ADDRESS, …" on a line of the pull request's description and run this job again.`,
    );
  }
}
