import { expect, it } from 'vitest';
import { codeOwnersText } from '../code-owners.ts';
import { rulesetOf } from '../ruleset.ts';
import { clicksOn } from '../where-to-click.ts';
import { judge } from './judge.ts';
import type { View } from './look.ts';

const PROD = { name: 'prod', reviewers: ['acme/sre', 'Ann'], deploys: true };
const settings = { reviewers: ['ann', 'acme/sre'], preventSelfReview: true, branches: ['main'] };
const rules = rulesetOf(15368).rules as { type: string; parameters?: Record<string, unknown> }[];

const well: View = {
  environments: new Map([['prod', { seen: settings }]]),
  rules: { seen: { rules, bypass: [] } },
  codeOwners: { seen: { text: codeOwnersText('@acme/platform'), errors: [] } },
  workflows: { seen: { default: 'read', mayApprove: false } },
  forks: { seen: { of: 'public', approval: 'all_external_contributors' } },
  subject: { seen: { useDefault: true, immutable: false } },
};

const findings = (view: Partial<View>, environment = PROD) =>
  judge({ environments: [environment], subject: 'legacy' }, { ...well, ...view }, clicksOn('https://github.com/a/p'))
    .filter(({ status }) => status !== 'ok')
    .map(({ check, status, found }) => `${status} ${check}: ${found}`);

const prod = (changes: object): Partial<View> => ({
  environments: new Map([['prod', { seen: { ...settings, ...changes } }]]),
});

const without = (type: string) => ({ seen: { rules: rules.filter((rule) => rule.type !== type), bypass: [] } });

const withParameters = (type: string, parameters: object) => ({
  seen: {
    bypass: [],
    rules: rules.map((rule) =>
      rule.type === type ? { type, parameters: { ...rule.parameters, ...parameters } } : rule,
    ),
  },
});

it('finds nothing where all is well; names differ neither by case nor by order', () => {
  expect(findings({})).toEqual([]);
});

it.each<[Partial<View>, string]>([
  [{ environments: new Map([['prod', { seen: undefined }]]) }, 'finding environment prod: there is none'],
  [prod({ branches: 'any' }), 'environment prod: branches: every branch may deploy'],
  [prod({ branches: 'protected' }), 'environment prod: branches: every branch with a protection rule'],
  [prod({ branches: ['main', '*'] }), 'environment prod: branches: may deploy: main, *'],
  [prod({ branches: [] }), 'environment prod: branches: may deploy: no branch'],
  [prod({ reviewers: [] }), 'nobody has to approve, protection.approvers names acme/sre, Ann'],
  [prod({ reviewers: ['ann', 'acme/sre', 'eve'] }), 'ann, acme/sre, eve may approve'],
  [prod({ preventSelfReview: false }), 'whoever started a deployment may approve it'],
  [{ rules: without('deletion') }, 'rules of main: missing: no deletion'],
  [{ rules: without('non_fast_forward') }, 'rules of main: missing: no force push'],
  [{ rules: without('pull_request') }, 'missing: a pull request, an approving review, review from code owners'],
  [{ rules: without('required_status_checks') }, 'missing: the check "CI ok" of GitHub Actions, the check "Plan ok"'],
  [{ rules: withParameters('pull_request', { required_approving_review_count: 0 }) }, 'missing: an approving review'],
  [{ rules: withParameters('pull_request', { require_code_owner_review: false }) }, 'missing: review from code owners'],
  [{ rules: withParameters('pull_request', { require_last_push_approval: false }) }, 'approval of the last push'],
  [{ rules: withParameters('pull_request', { dismiss_stale_reviews_on_push: false }) }, 'dismissal of stale reviews'],
  [
    {
      rules: withParameters('required_status_checks', {
        required_status_checks: [{ context: 'CI ok' }, { context: 'Plan ok', integration_id: 15368 }],
      }),
    },
    'missing: the check "CI ok" of GitHub Actions',
  ],
  [{ rules: { seen: { rules, bypass: ['Team 7'] } } }, 'finding bypass of the rules of main: may bypass: Team 7'],
  [{ rules: { seen: { rules, bypass: undefined } } }, 'note bypass of the rules of main: GitHub shows it only'],
  [{ codeOwners: { seen: { text: undefined, errors: [] } } }, 'there is no .github/CODEOWNERS'],
  [{ codeOwners: { seen: { text: codeOwnersText('@acme/x'), errors: ['Unknown owner on line 3'] } } }, 'Unknown owner'],
  [{ workflows: { seen: { default: 'write', mayApprove: false } } }, 'finding default permissions of workflows'],
  [{ workflows: { seen: { default: 'read', mayApprove: true } } }, 'finding approval by workflows'],
  [{ forks: { seen: { of: 'public', approval: 'first_time_contributors' } } }, 'some strangers (first_time_contrib'],
  [{ forks: { seen: { of: 'private', writeTokens: true, secrets: true } } }, 'get write tokens and secrets'],
  [{ subject: { seen: { useDefault: false, immutable: false } } }, 'finding subject of tokens: it is customized'],
  [{ subject: { seen: { useDefault: true, immutable: true } } }, 'it is immutable, the roles trust the legacy one'],
  [{ subject: { hidden: 'GitHub answered 403' } }, 'unseen subject of tokens: GitHub answered 403'],
])('finds what is wrong, and that alone: %#', (view, expected) => {
  expect(findings(view)).toEqual([expect.stringContaining(expected)]);
});

it('does not know the subject that GitHub does not name, and asks nobody to approve where nobody is named', () => {
  expect(findings({ subject: { seen: { useDefault: true, immutable: undefined } } })).toEqual([]);
  expect(findings(prod({ reviewers: [] }), { ...PROD, reviewers: [] })).toEqual([
    expect.stringMatching(/^note environment prod: reviewers/),
  ]);
});

it("finds the sample's approvers, even if GitHub has the same", () => {
  const reviewers = ['your-organization/your-approvers'];
  expect(findings(prod({ reviewers }), { ...PROD, reviewers })).toEqual([
    expect.stringContaining("names the sample's placeholder"),
  ]);
});
