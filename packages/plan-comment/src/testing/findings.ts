import { findProblems, sentenceOf } from '../core/judge/policy.ts';
import { parsePlan } from '../core/read/parse-plan.ts';
import { createScrubber } from '../core/secrets/scrub.ts';

export type Side = Readonly<Record<string, unknown>> | null;

/** What is found in a plan that changes one object of this type, as `severity rule: sentence`. */
export function findings(type: string, actions: string[], before: Side, after: Side, unknown: object = {}): string[] {
  const change = { actions, before, after, after_unknown: unknown };
  const document = {
    format_version: '1.2',
    resource_changes: [{ address: `${type}.x`, type, mode: 'managed', change }],
  };
  const scrubber = createScrubber(new Set());
  return findProblems(parsePlan(JSON.stringify(document), 'p'), scrubber).map(
    (finding) => `${finding.severity} ${finding.rule}: ${sentenceOf(finding)}`,
  );
}

export const allow = (Action: unknown, Resource: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
export const policy = (...Statement: object[]) => ({ policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
