import type { Check, Plan, ResourceChange } from '../read/plan.ts';
import { planPrefixes } from '../read/plan-names.ts';
import { type Clean, fromSource, own } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { kindOf } from './classify.ts';
import { driftOf } from './drift.ts';
import { dataLoss, goneData } from './policy/data.ts';
import { exposure } from './policy/exposure.ts';
import { type Hit, type Part, type Rule, SEVERITIES, type Severity, says } from './policy/finding.ts';
import { iamWidening } from './policy/iam.ts';
import { looseImages } from './policy/images.ts';
import { serviceLoss } from './policy/services.ts';

export { SEVERITIES, type Severity } from './policy/finding.ts';

/** A piece of a message, without secrets. */
export type CleanPart =
  | { readonly kind: 'words' | 'code' | 'text'; readonly text: Clean }
  | { readonly kind: 'list'; readonly texts: readonly Clean[] };

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: readonly CleanPart[];
  /** With several plans, each begins with the name of its plan. */
  readonly addresses: readonly Clean[];
}

const RULES: readonly Rule[] = [dataLoss, serviceLoss, exposure, iamWidening, looseImages];
/** What somebody may have done by hand. */
const RULES_ON_DRIFT: readonly Rule[] = [goneData, exposure, iamWidening];

/** What a reviewer must not miss, the worst first and without secrets; the same finding at several resources is one. */
export function findProblems(plans: readonly Plan[], scrubber: Scrubber): Finding[] {
  const prefixes = planPrefixes(plans);
  const found = new Map<string, Hit & { readonly addresses: Set<Clean> }>();
  for (const [index, plan] of plans.entries()) {
    const prefix = fromSource(prefixes[index] ?? '');
    for (const { hit, address } of hitsOf(plan)) {
      const key = JSON.stringify([hit.rule, hit.severity, hit.message]);
      const known = found.get(key) ?? { ...hit, addresses: new Set<Clean>() };
      known.addresses.add(own`${prefix}${scrubber.address(address)}`);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .map((hit) => ({
      ...hit,
      message: hit.message.map((part) => clean(part, scrubber)),
      addresses: [...hit.addresses],
    }))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

interface Place {
  readonly hit: Hit;
  readonly address: string;
}

function hitsOf(plan: Plan): Place[] {
  const hits = (change: ResourceChange, rules: readonly Rule[]) =>
    change.mode === 'managed' ? rules.flatMap((rule) => rule(change)) : [];
  return [
    ...plan.changes
      .filter((change) => kindOf(change) !== 'no-op')
      .flatMap((change) => hits(change, RULES).map((hit) => ({ hit, address: change.address }))),
    ...driftOf(plan).flatMap((change) => driftHits(plan, change, hits(change, RULES_ON_DRIFT))),
    ...plan.checks.failed.map((check) => ({ hit: checkHit(check), address: check.address })),
  ];
}

/** What the plan takes back is worth a notice only. */
function driftHits(plan: Plan, change: ResourceChange, hits: readonly Hit[]): Place[] {
  if (hits.length === 0) return [];
  const planned = plan.changes.find(({ address, deposed }) => address === change.address && deposed === change.deposed);
  const stays = new Set(
    planned === undefined
      ? hits.map(keyOf)
      : RULES_ON_DRIFT.flatMap((rule) => rule({ ...change, after: planned.after })).map(keyOf),
  );
  return hits.map((hit) => {
    const isTakenBack = !stays.has(keyOf(hit));
    const message: Part[] = isTakenBack
      ? says`changed outside of Terraform, and taken back by this plan: ${hit.message}`
      : says`changed outside of Terraform: ${hit.message}`;
    return { hit: { ...hit, message, severity: isTakenBack ? 'notice' : hit.severity }, address: change.address };
  });
}

function keyOf({ rule, message }: Hit): string {
  return JSON.stringify([rule, message]);
}

function checkHit({ message }: Check): Hit {
  return { rule: 'check', severity: 'warning', message: [{ kind: 'text', text: message }] };
}

function clean(part: Part, scrubber: Scrubber): CleanPart {
  if (part.kind === 'list') return { kind: 'list', texts: part.texts.map((text) => scrubber.text(text)) };
  return { kind: part.kind, text: part.kind === 'words' ? fromSource(part.text) : scrubber.text(part.text) };
}

/** One sentence for programs; what stands between backticks is code. */
export function sentenceOf({ message }: Finding): string {
  return message
    .map((part) => {
      if (part.kind === 'list') return part.texts.map((text) => `\`${text}\``).join(', ');
      return part.kind === 'code' ? `\`${part.text}\`` : part.text;
    })
    .join('');
}
