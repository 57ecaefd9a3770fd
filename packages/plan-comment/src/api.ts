export { readPlanFiles, readTextFile, writeTextFile } from './adapters/files.ts';
export { destroys, kindOf } from './core/judge/classify.ts';
export type { Severity } from './core/judge/policy.ts';
export type { Counts } from './core/judge/totals.ts';
export { parsePlan } from './core/read/parse-plan.ts';
export type { Plan } from './core/read/plan.ts';
export type { CommentInput } from './core/show/comment-input.ts';
export type { CostChange } from './core/show/cost.ts';
export { BODY_LIMIT, type Finding, markerOf, type RenderedComment, renderComment } from './core/show/render.ts';
