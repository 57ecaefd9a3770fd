import { type EnvironmentSettings, sameNames } from '@loki-adoption/action-kit';
import { isPlaceholder } from '@loki-adoption/environment';
import type { ProtectedEnvironment } from '../protection.ts';
import { BRANCH } from '../ruleset.ts';
import type { Clicks } from '../where-to-click.ts';
import type { Seen } from './look.ts';
import { type Row, rowOf } from './row.ts';

/** What an environment should be, and is. */
export function judgeEnvironment(
  { name, reviewers, deploys }: ProtectedEnvironment,
  seen: Seen<EnvironmentSettings | undefined>,
  clicks: Clicks,
): Row[] {
  const check = `environment ${name}`;
  const missing = 'hidden' in seen || seen.seen === undefined;
  const there = rowOf(check, seen, clicks.environment(name), (settings) =>
    settings === undefined ? 'there is none: GitHub makes it, unprotected, when a workflow names it' : undefined,
  );
  if (missing || seen.seen === undefined || !deploys) return [there];
  const settings: Seen<EnvironmentSettings> = { seen: seen.seen };
  return [
    there,
    rowOf(`${check}: branches`, settings, clicks.branch(name), ({ branches }) => branchesProblem(branches)),
    reviewers.length === 0
      ? {
          check: `${check}: reviewers`,
          status: 'note',
          found: `protection.approvers of environments/${name} names none: what is merged is deployed`,
        }
      : rowOf(`${check}: reviewers`, settings, clicks.reviewers(name, reviewers), (actual) =>
          reviewersProblem(name, reviewers, actual),
        ),
  ];
}

function branchesProblem(branches: EnvironmentSettings['branches']): string | undefined {
  if (branches === 'any') return 'every branch may deploy';
  if (branches === 'protected') return `every branch with a protection rule may deploy, not ${BRANCH} alone`;
  if (branches.length === 1 && branches[0] === BRANCH) return undefined;
  return `may deploy: ${branches.length === 0 ? 'no branch' : branches.join(', ')}`;
}

function reviewersProblem(
  name: string,
  wanted: readonly string[],
  { reviewers, preventSelfReview }: EnvironmentSettings,
): string | undefined {
  if (wanted.some(isPlaceholder)) {
    return `protection.approvers of environments/${name} names the sample's placeholder: put your own people or team there`;
  }
  if (!sameNames(wanted, reviewers)) {
    return `${reviewers.length === 0 ? 'nobody has to' : `${reviewers.join(', ')} may`} approve, protection.approvers names ${wanted.join(', ')}`;
  }
  return preventSelfReview ? undefined : 'whoever started a deployment may approve it';
}
