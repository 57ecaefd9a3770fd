import { child, type Json } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';

export type Severity = 'danger' | 'warning' | 'notice';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['danger', 'warning', 'notice'];

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence; what stands between backticks is code. */
  readonly message: string;
  readonly addresses: readonly string[];
}

export type Hit = Omit<Finding, 'addresses'>;
export type Rule = (change: ResourceChange) => Hit[];

/** Whether an attribute gets this value by the change. */
export function becomes(change: ResourceChange, attribute: string, value: Json): boolean {
  return child(change.after, attribute) === value && child(change.before, attribute) !== value;
}
