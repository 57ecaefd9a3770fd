import { type Account, identityOf, policyOf, type Role } from '../account/account.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { Policy, Request } from '../iam/policy.ts';

export const EVERYTHING: Policy = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** How something was reached: calls, first to last. */
export type Steps = readonly string[];

/** What may have become of a role, each with the calls that got there. A role can always stay as it is. */
interface Changeable {
  readonly role: Role;
  /** Sets of identity policies. */
  readonly identities: { policies: readonly Policy[]; steps: Steps }[];
  /** ARNs of boundaries; null: none. */
  readonly boundaries: { arn: string | null; steps: Steps }[];
  /** Of what the tags can be made. */
  readonly tags: { tags: Readonly<Record<string, string>>; steps: Steps }[];
}

/**
 * What one who holds some roles can make of an account. It only grows: whatever was possible once stays possible, so that a search ends, and
 * finds at least every real way.
 */
export class World {
  /** ARN of a role → how it was taken. */
  readonly held = new Map<string, Steps>();
  readonly roles = new Map<string, Changeable>();
  /** ARN of a managed policy that can be rewritten → how. */
  readonly rewritten = new Map<string, Steps>();
  /** ARN of another resource → tags that it can be given, beside its own. */
  readonly retagged = new Map<string, { tags: Readonly<Record<string, string>>; steps: Steps }>();
  readonly account: Account;

  constructor(account: Account, start: string) {
    this.account = account;
    for (const role of account.roles) this.add(role, []);
    this.held.set(start, []);
  }

  add(role: Role, steps: Steps): void {
    if (this.roles.has(role.arn)) return;
    this.roles.set(role.arn, {
      role,
      identities: [{ policies: identityOf(this.account, role), steps }],
      boundaries: [{ arn: role.boundary, steps }],
      tags: [{ tags: role.tags, steps }],
    });
  }

  /** The way to a call by a held role, or undefined where there is none. */
  way(holder: string, request: Request): Steps | undefined {
    const changeable = this.changeable(holder);
    const taken = this.held.get(holder) ?? [];
    for (const identity of changeable.identities) {
      for (const boundary of changeable.boundaries) {
        for (const { policy, steps } of this.versions(boundary.arn)) {
          if (evaluate({ identity: identity.policies, boundary: policy }, request) !== 'allow') continue;
          const before = [...taken, ...identity.steps, ...boundary.steps, ...steps];
          const call = `${nameOf(holder)}: ${request.action} on ${nameOf(request.resource)}`;
          return [...before, call];
        }
      }
    }
    return undefined;
  }

  changeable(arn: string): Changeable {
    const found = this.roles.get(arn);
    if (found === undefined) throw new Error(`${arn} is not in this account`);
    return found;
  }

  /** Grows with everything that was added. */
  size(): number {
    const changes = [...this.roles.values()].map(
      (each) => each.identities.length + each.boundaries.length + each.tags.length,
    );
    return changes.reduce((sum, each) => sum + each, this.held.size + this.rewritten.size + this.retagged.size);
  }

  private versions(arn: string | null): { policy: Policy | undefined; steps: Steps }[] {
    if (arn === null) return [{ policy: undefined, steps: [] }];
    const rewritten = this.rewritten.get(arn);
    const now = { policy: policyOf(this.account, arn), steps: [] };
    return rewritten === undefined ? [now] : [now, { policy: EVERYTHING, steps: rewritten }];
  }
}

export const nameOf = (arn: string) => arn.replace(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d*:/, '');
