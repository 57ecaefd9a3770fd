export { diffRendered } from './diff.ts';
export type { RenderedFile } from './model.ts';
export { renderEnvironment } from './render.ts';
export { logGroupRetention } from './terraform/log-groups.ts';
