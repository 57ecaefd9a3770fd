import type { Plan } from '../read/plan.ts';
import { planPrefixes } from '../read/plan-names.ts';
import { destroyedIn } from './totals.ts';

/** A line of a pull request's description that allows to destroy what it names. */
export interface Allowance {
  readonly line: string;
  readonly addresses: readonly string[];
}

/** Lines such as `allow-destroy: aws_s3_bucket.old, aws_db_instance.a["x"]`. Comments and blocks of code, as templates have them, allow nothing. */
export function allowancesIn(description: string): Allowance[] {
  const spoken = description
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/^ {0,3}(```|~~~)[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))/gm, '');
  return spoken.split(/\r?\n/).flatMap((line) => {
    const named = /^\s*(?:[-*]\s+)?allow-destroy:(.*)$/i.exec(line)?.[1];
    if (named === undefined) return [];
    const addresses = [...named.matchAll(NAME)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    return addresses.length === 0 ? [] : [{ line: line.trim(), addresses }];
  });
}

/** An address in backticks, or one without blanks but in `["…"]`. */
const NAME = /`(.+?)`|((?:[^\s,"[\]]|\["(?:[^"\\]|\\.)*"\]|\[\d+\])+)/g;

export interface Destroyed {
  /** With several plans, it begins with the name of its plan. */
  readonly address: string;
  readonly isAllowed: boolean;
}

/** Existing objects that go away, or may, and whether somebody allowed that by their exact addresses. */
export function destroyedBy(plans: readonly Plan[], allowances: readonly Allowance[]): Destroyed[] {
  const prefixes = planPrefixes(plans);
  const allowed = new Set(allowances.flatMap(({ addresses }) => addresses));
  return plans.flatMap((plan, index) =>
    destroyedIn(plan).map((change) => {
      const address = `${prefixes[index]}${change.address}`;
      return { address, isAllowed: allowed.has(address) };
    }),
  );
}
