import { errorMessage, UserError } from '@loki-adoption/errors';
import { fromSource } from '../core/secrets/clean.ts';
import { code, link, type Markdown, md, text } from '../core/show/escape.ts';
import { fingerprintIn } from '../core/show/footer.ts';
import { showsPlan } from '../core/show/posted-comment.ts';
import { markerOf, type RenderedComment } from '../core/show/render.ts';
import type { PlanInputs } from '../inputs.ts';
import type { OwnComment, Ports, PullRequest } from '../ports.ts';
import { renderPlan, writeAll } from './comment.ts';

type Verdict =
  | { readonly reviewed: 'same' | 'different'; readonly pull: PullRequest; readonly comment: OwnComment }
  | { readonly reviewed: 'approved' }
  | { readonly reviewed: 'unknown'; readonly why: string };

/** Says whether a plan does what the pull request of its commit showed, or what somebody has approved since. Posts nothing. */
export async function compareWithReviewed(inputs: PlanInputs, ports: Ports): Promise<void> {
  const { environment, approvedPlan } = inputs;
  // GitHub is asked while the plan is read. That it is away must not hold up a deploy that asked to be told only.
  const asked = findReviewed(inputs, ports).catch((error: unknown): Reviewed => ({ why: errorMessage(error) }));
  const plan = await renderPlan(inputs, ports);
  const reviewed = verdictOf(await asked, plan.fingerprint);
  const isApproved = reviewed.reviewed !== 'same' && approvedPlan === plan.fingerprint;
  const verdict: Verdict = isApproved ? { reviewed: 'approved' } : reviewed;
  const words = `${sentence(environment, verdict)}\n`;
  if (verdict.reviewed === 'same') {
    await ports.writeText(inputs.bodyFile, plan.full());
    ports.summarize(words);
  } else await writeAll(inputs, plan, ports, `${words}\n`);
  ports.setOutputs({
    fingerprint: plan.fingerprint,
    reviewed: verdict.reviewed,
    'body-file': inputs.bodyFile,
    ...plan.counts,
    posted: 'skipped',
  });
  ports.say(`Plan of ${environment} against the reviewed one: ${verdict.reviewed}.`);
  requireReviewed(inputs, verdict, plan);
}

/** A plan that changes nothing needs no review: whoever applied it first was asked. */
function requireReviewed({ environment, failOn, approvedPlan }: PlanInputs, verdict: Verdict, plan: RenderedComment) {
  if (failOn !== 'changed' || plan.changesNothing) return;
  if (verdict.reviewed === 'same' || verdict.reviewed === 'approved') return;
  const other = approvedPlan === undefined ? '' : ` Nor is it the approved one, ${approvedPlan.slice(0, 12)}….`;
  throw new UserError(
    `fail-on: changed: the plan of ${environment} is not known to be the reviewed one (${verdict.reviewed}), and nothing was applied.${other} Read it in the job summary. If it is what you want, run this again with approved-plan ${plan.fingerprint}. If not, correct it in a pull request.`,
  );
}

/** What the pull request shows of a plan, or why that isn't known. */
type Reviewed =
  | { readonly pull: PullRequest; readonly comment: OwnComment; readonly fingerprint: string }
  | { readonly why: string };

async function findReviewed(inputs: PlanInputs, { pullRequests }: Ports): Promise<Reviewed> {
  const { token, commit, pullRequest, environment } = inputs;
  if (token === undefined) return { why: 'there is no github-token to read its pull request with' };
  if (pullRequest !== undefined) pullRequests.prepare(pullRequest.number);
  const pull = pullRequest
    ? await pullRequests.find(pullRequest.number)
    : commit === undefined
      ? undefined
      : await pullRequests.ofCommit(commit);
  if (pull === undefined) return { why: 'no pull request brought this commit' };
  const marker = markerOf(environment);
  const comments = await pullRequests.comments(pull.number);
  const comment = comments.find(({ body }) => showsPlan(body, marker));
  if (comment === undefined) return { why: `pull request #${pull.number} has no plan of it` };
  if (comment.commit !== pull.head) {
    return { why: `the plan in pull request #${pull.number} is not of its last commit` };
  }
  const fingerprint = fingerprintIn(comment.body);
  if (fingerprint === undefined) {
    return { why: `the plan in pull request #${pull.number} failed or has no fingerprint` };
  }
  return { pull, comment, fingerprint };
}

function verdictOf(reviewed: Reviewed, fingerprint: string): Verdict {
  if ('why' in reviewed) return { reviewed: 'unknown', why: reviewed.why };
  const { pull, comment } = reviewed;
  return { reviewed: reviewed.fingerprint === fingerprint ? 'same' : 'different', pull, comment };
}

function sentence(environment: string, verdict: Verdict): Markdown {
  const name = code(fromSource(environment));
  if (verdict.reviewed === 'unknown')
    return md`⚠️ ${name}: it isn’t known whether this plan was reviewed: ${text(fromSource(verdict.why))}.`;
  if (verdict.reviewed === 'approved')
    return md`✅ ${name}: this plan is not a reviewed one, and was approved by its fingerprint.`;
  const reviewed = link(md`the plan in #${verdict.pull.number}`, verdict.comment.url);
  if (verdict.reviewed === 'same') return md`✅ ${name}: this plan is the reviewed one, ${reviewed}.`;
  return md`⚠️ ${name}: **this plan is not the reviewed one**, ${reviewed}. State, world or code changed since. This is the plan now:`;
}
