import { errorMessage, UserError } from '@loki-adoption/errors';
import { fromSource } from '../core/secrets/clean.ts';
import { code, link, type Markdown, md, text } from '../core/show/escape.ts';
import { fingerprintIn } from '../core/show/footer.ts';
import { isOutdated } from '../core/show/posted-comment.ts';
import { markerOf } from '../core/show/render.ts';
import type { PlanInputs } from '../inputs.ts';
import type { OwnComment, Ports, PullRequest } from '../ports.ts';
import { renderPlan, writeAll } from './comment.ts';

type Verdict =
  | { readonly reviewed: 'same' | 'different'; readonly pull: PullRequest; readonly comment: OwnComment }
  | { readonly reviewed: 'unknown'; readonly why: string };

/** Says whether a plan does what the pull request of its commit showed. Posts nothing. */
export async function compareWithReviewed(inputs: PlanInputs, ports: Ports): Promise<void> {
  const plan = renderPlan(inputs, ports);
  const { environment, failOn } = inputs;
  const verdict = await judge(inputs, plan.fingerprint, ports).catch(
    // GitHub being away must not hold up a deploy that asked to be told only.
    (error: unknown): Verdict => ({ reviewed: 'unknown', why: errorMessage(error) }),
  );
  const words = `${sentence(environment, verdict)}\n`;
  if (verdict.reviewed === 'same') {
    ports.writeText(inputs.bodyFile, plan.full());
    ports.summarize(words);
  } else writeAll(inputs, plan, ports, `${words}\n`);
  ports.setOutputs({
    fingerprint: plan.fingerprint,
    reviewed: verdict.reviewed,
    'body-file': inputs.bodyFile,
    ...plan.counts,
    posted: 'skipped',
  });
  ports.say(`Plan of ${environment} against the reviewed one: ${verdict.reviewed}.`);
  if (failOn === 'changed' && verdict.reviewed !== 'same') {
    throw new UserError(
      `fail-on: changed: the plan of ${environment} is not known to be the reviewed one (${verdict.reviewed}).`,
    );
  }
}

async function judge(inputs: PlanInputs, fingerprint: string, ports: Ports): Promise<Verdict> {
  const { token, commit, pullRequest, environment } = inputs;
  const unknown = (why: string): Verdict => ({ reviewed: 'unknown', why });
  if (token === undefined) return unknown('there is no github-token to read its pull request with');
  const { pullRequests } = ports;
  const pull = pullRequest
    ? await pullRequests.find(pullRequest.number)
    : commit === undefined
      ? undefined
      : await pullRequests.ofCommit(commit);
  if (pull === undefined) return unknown('no pull request brought this commit');
  const marker = markerOf(environment);
  const comments = await pullRequests.comments(pull.number);
  const comment = comments.find(({ body }) => body.startsWith(marker) && !isOutdated(body));
  if (comment === undefined) return unknown(`pull request #${pull.number} has no plan of it`);
  if (comment.commit !== pull.head) {
    return unknown(`the plan in pull request #${pull.number} is not of its last commit`);
  }
  const reviewed = fingerprintIn(comment.body);
  if (reviewed === undefined) return unknown(`the plan in pull request #${pull.number} failed or has no fingerprint`);
  return { reviewed: reviewed === fingerprint ? 'same' : 'different', pull, comment };
}

function sentence(environment: string, verdict: Verdict): Markdown {
  const name = code(fromSource(environment));
  if (verdict.reviewed === 'unknown')
    return md`⚠️ ${name}: it isn’t known whether this plan was reviewed: ${text(fromSource(verdict.why))}.`;
  const reviewed = link(md`the plan in #${verdict.pull.number}`, verdict.comment.url);
  if (verdict.reviewed === 'same') return md`✅ ${name}: this plan is the reviewed one, ${reviewed}.`;
  return md`⚠️ ${name}: **this plan is not the reviewed one**, ${reviewed}. State or world changed since; what is applied now:`;
}
