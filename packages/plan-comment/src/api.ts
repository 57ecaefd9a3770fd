export { readPlanFiles, readTextFile, writeTextFile } from './adapters/files.ts';
export type { Counts } from './core/classify.ts';
export type { CommentInput } from './core/comment-input.ts';
export type { CostChange } from './core/cost.ts';
export { parsePlan } from './core/parse-plan.ts';
export type { Plan } from './core/plan.ts';
export type { Finding, Severity } from './core/policy.ts';
export { BODY_LIMIT, markerOf, type RenderedComment, renderComment } from './core/render.ts';
