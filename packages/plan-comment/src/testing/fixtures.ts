import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parsePlan } from '../core/read/parse-plan.ts';
import type { Plan } from '../core/read/plan.ts';

/** Plans that the project's own Terraform made; scripts/fixtures/plans.ts makes them anew. */
export const REAL_PLANS = ['values', 'shapes', 'stack-first', 'stack-change', 'stack-errored'] as const;
export type RealPlan = (typeof REAL_PLANS)[number];

export function realPlan(name: RealPlan): Plan[] {
  return parsePlan(realPlanJson(name), `${name}.json`);
}

export function realPlanJson(name: RealPlan): string {
  return unpacked(`${name}.json.gz`);
}

/** The same plan as `terraform show` prints it for people. */
export function realPlanText(name: RealPlan): string {
  return unpacked(`${name}.txt.gz`);
}

function unpacked(file: string): string {
  return gunzipSync(readFileSync(new URL(`../fixtures/${file}`, import.meta.url))).toString();
}
