export { diffRendered } from './diff.ts';
export { chunkDays } from './loki/retention.ts';
export { ROUTES as LOKI_GATEWAY_ROUTES } from './loki-gateway/routes.ts';
export type { RenderedFile } from './model.ts';
export { renderEnvironment } from './render.ts';
export { logGroupRetention, logGroupsToOverwrite } from './terraform/log-groups.ts';
