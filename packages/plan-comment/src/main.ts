import { UserError } from '@loki-adoption/errors';
import { markerOf, type RenderedComment, renderComment } from './core/render.ts';
import type { Inputs } from './inputs.ts';
import type { Ports, Posted } from './ports.ts';

/** Renders the plan, shows it in the job summary and in the pull request, and then judges it. */
export async function main(ports: Ports): Promise<void> {
  const inputs = ports.inputs();
  const comment = render(inputs, ports);
  ports.writeText(inputs.bodyFile, comment.full);
  ports.summarize(comment.full.length <= 500_000 ? comment.full : comment.body);
  ports.setOutputs({ fingerprint: comment.fingerprint, 'body-file': inputs.bodyFile, ...comment.counts });
  const { posted, id, url } = await post(inputs, comment, ports);
  ports.setOutputs({ posted, 'comment-id': id, 'comment-url': url });
  judge(inputs, comment);
}

function render(inputs: Inputs, ports: Ports): RenderedComment {
  const { environment, phaseFrom, phaseTo, commit, run, configDiffFile, costFile } = inputs;
  markerOf(environment);
  return renderComment({
    environment,
    plans: ports.readPlans(inputs.planFiles),
    phaseFrom,
    phaseTo,
    commit,
    run,
    configDiff: configDiffFile === undefined ? undefined : ports.readText(configDiffFile),
    cost: costFile === undefined ? undefined : ports.readText(costFile),
  });
}

async function post(inputs: Inputs, comment: RenderedComment, ports: Ports): Promise<Posted> {
  const { mode, token, pullRequest, environment } = inputs;
  const skip = (why: string): Posted => {
    ports.say(`No comment posted: ${why}. The plan is in the job summary and in ${inputs.bodyFile}.`);
    return { posted: 'skipped' };
  };
  if (mode !== 'comment') return { posted: 'skipped' };
  if (token === undefined) return skip('there is no github-token');
  if (pullRequest === undefined)
    return skip('this event belongs to no pull request, and the input "pull-request" is empty');
  if (pullRequest.isClosed) return skip(`pull request ${pullRequest.number} is closed`);
  const result = await ports.post({
    marker: markerOf(environment),
    body: comment.body,
    pullRequest: pullRequest.number,
  });
  if (result.posted === 'skipped') return skip('the token may only read, as in a pull request from a fork');
  if (result.posted === 'superseded') ports.say('A later run has already written this comment: left as it is.');
  return result;
}

function judge(inputs: Inputs, comment: RenderedComment): void {
  const { environment, failOn } = inputs;
  if (comment.isErrored) throw new UserError(`Terraform's plan of ${environment} stopped with an error: see its log.`);
  const serious = comment.findings.filter((finding) => finding.severity !== 'notice');
  if (failOn === 'policy' && serious.length > 0) {
    const list = serious.map(({ rule, addresses }) => `${rule} (${addresses[0]})`).join(', ');
    throw new UserError(`fail-on: policy: ${serious.length} findings in the plan of ${environment}: ${list}.`);
  }
  if (failOn === 'destroy' && comment.destroyed > 0) {
    throw new UserError(
      `fail-on: destroy: the plan of ${environment} destroys or replaces ${comment.destroyed} objects.`,
    );
  }
}
