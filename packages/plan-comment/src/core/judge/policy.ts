import type { Plan } from '../read/plan.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { kindOf } from './classify.ts';
import { dataLoss } from './policy/data.ts';
import { exposure } from './policy/exposure.ts';
import { type Finding, type Hit, type Rule, SEVERITIES } from './policy/finding.ts';
import { iamWidening } from './policy/iam.ts';
import { looseImages } from './policy/images.ts';

export { type Finding, SEVERITIES, type Severity } from './policy/finding.ts';

const RULES: readonly Rule[] = [dataLoss, exposure, iamWidening, looseImages];

/** What a reviewer must not miss, the worst first and without secrets; the same finding at several resources is one. */
export function findProblems(plans: readonly Plan[], scrubber: Scrubber): Finding[] {
  const found = new Map<string, Hit & { readonly addresses: Set<string> }>();
  const add = (hit: Hit, address: string) => {
    const message = scrubber.text(hit.message);
    const key = `${hit.rule} ${message}`;
    const known = found.get(key) ?? { ...hit, message, addresses: new Set<string>() };
    known.addresses.add(scrubber.text(address));
    found.set(key, known);
  };
  for (const plan of plans) {
    for (const change of plan.changes) {
      if (kindOf(change) === 'no-op' || change.mode !== 'managed') continue;
      for (const rule of RULES) for (const hit of rule(change)) add(hit, change.address);
    }
    for (const check of plan.checks.failed) add({ rule: 'check', severity: 'warning', message: check }, plan.source);
  }
  return [...found.values()]
    .map((finding) => ({ ...finding, addresses: [...finding.addresses] }))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
