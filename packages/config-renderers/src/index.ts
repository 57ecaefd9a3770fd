export { diffRendered } from './diff.ts';
export type { RenderedFile } from './model.ts';
export {
  ampRemoteWriteUrl,
  ampWorkspaceUrl,
  ecsServiceName,
  LOKI_URL,
  logGroup,
  lokiBucket,
  lokiFamily,
  taskFamily,
} from './naming.ts';
export { renderEnvironment } from './render.ts';
