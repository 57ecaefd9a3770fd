import type { BranchRules, Rule } from '@loki-adoption/action-kit';
import { REQUIRED_CHECKS } from '../required-checks.ts';
import { BRANCH } from '../ruleset.ts';
import type { Clicks } from '../where-to-click.ts';
import type { Seen } from './look.ts';
import { type Row, rowOf } from './row.ts';

/** What the rules of the branch let through, whatever the rulesets are called that they come from. */
export function judgeRules(seen: Seen<BranchRules>, clicks: Clicks): Row[] {
  const check = `rules of ${BRANCH}`;
  const rules = rowOf(check, seen, clicks.ruleset, (found) => {
    const missing = missingIn(found.rules);
    return missing.length === 0 ? undefined : `missing: ${missing.join(', ')}`;
  });
  if ('hidden' in seen) return [rules];
  return [rules, judgeBypass(seen.seen, clicks)];
}

function missingIn(rules: readonly Rule[]): string[] {
  const of = (type: string) => rules.filter((rule) => rule.type === type).map(({ parameters }) => parameters ?? {});
  const reviews = of('pull_request');
  const needs = (key: string) => reviews.some((parameters) => parameters[key] === true);
  const checks = of('required_status_checks').flatMap((parameters) => {
    const list = parameters['required_status_checks'] as { context: string; integration_id?: number }[] | undefined;
    return list ?? [];
  });
  const missing: [boolean, string][] = [
    [of('deletion').length === 0, 'no deletion'],
    [of('non_fast_forward').length === 0, 'no force push'],
    [reviews.length === 0, 'a pull request'],
    [!reviews.some((parameters) => Number(parameters['required_approving_review_count']) >= 1), 'an approving review'],
    [!needs('require_code_owner_review'), 'review from code owners'],
    [!needs('dismiss_stale_reviews_on_push'), 'dismissal of stale reviews'],
    [!needs('require_last_push_approval'), 'approval of the last push'],
    ...REQUIRED_CHECKS.map((name): [boolean, string] => [
      // One without a source would be passed by whoever reports a status of that name.
      !checks.some(({ context, integration_id }) => context === name && integration_id !== undefined),
      `the check "${name}" of GitHub Actions`,
    ]),
  ];
  return missing.flatMap(([is, what]) => (is ? [what] : []));
}

function judgeBypass({ bypass, rules }: BranchRules, clicks: Clicks): Row {
  const check = `bypass of the rules of ${BRANCH}`;
  if (bypass === undefined) {
    const found = 'GitHub shows it only to who may change the rulesets: run this as an administrator to see it';
    return { check, status: 'note', found };
  }
  if (bypass.length > 0)
    return { check, status: 'finding', found: `may bypass: ${bypass.join(', ')}`, click: clicks.ruleset };
  return { check, status: 'ok', found: rules.length === 0 ? 'there are no rules' : 'nobody' };
}
