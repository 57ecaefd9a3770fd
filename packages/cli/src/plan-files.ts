/** Where the parts of a planned environment lie below its folder. */
export const PLAN_FILES = {
  plan: 'plan.tfplan',
  variables: 'rendered/terraform.tfvars.json',
  /** What the comment is made from. With the plan in it, secrets included, it doesn't leave the job. */
  review: 'review',
  planJson: 'review/plan.json',
  configDiff: 'review/config.diff',
  cost: 'review/cost.md',
  consequences: 'review/consequences.json',
  phases: 'review/phases',
  manifest: 'manifest.json',
} as const;
