export { listEnvironments, surveyEnvironments } from './adapters/file-system.ts';
export {
  type AffectedEnvironment,
  affectedEnvironments,
  type ChangedFiles,
  type Reason,
} from './core/affected/affected-environments.ts';
export { changedCode } from './core/affected/changed-code.ts';
export { type Deployment, type GoneEnvironment, goneEnvironments } from './core/affected/gone-environments.ts';
export {
  type GraphNode,
  isIrrelevant,
  nodesOf,
  type RepositoryGraph,
  repositoryGraph,
} from './core/affected/repository-graph.ts';
export { isPackageManifest, type WorkspacePackage, workspacePackage } from './core/affected/workspace-package.ts';
export { type Claim, collisionsBetween } from './core/collisions.ts';
export { type JsonSchema, jsonSchema, schemaFile } from './core/json-schema.ts';
export { capacityProvider } from './core/launch-types.ts';
export {
  DEFAULT_TENANT as LOKI_DEFAULT_TENANT,
  hasTenants as hasLokiTenants,
  OPERATOR as LOKI_OPERATOR,
  PROBE as LOKI_PROBE,
  pushingServices,
  pushPassword,
  READER as LOKI_READER,
  tenantOf as lokiTenant,
} from './core/loki-users.ts';
export {
  bootstrapKey,
  ecsServiceName,
  grafanaServiceName,
  ledgerKey,
  logGroup,
  logGroupPrefix,
  lokiBucket,
  lokiServiceName,
  planningEnvironment,
  rolesOfFamily,
} from './core/names.ts';
export { type PhaseTransition, phaseTransition } from './core/phase-transition.ts';
export { isPlaceholder, PLACEHOLDER_ORGANIZATION } from './core/placeholder.ts';
export { type ScalarSource, scalarSources } from './core/scalar-source.ts';
export { setValue } from './core/set-value.ts';
export { JSON_FILES, jsonFileBytes } from './core/sizing/docker-logs.ts';
export { copiesOf } from './core/sizing/ingest.ts';
export { besideProxy, SMALLEST_MEMORY } from './core/sizing/service-connect.ts';
export { STREAMS_OF_CONTAINER, streamLimit } from './core/sizing/streams.ts';
export {
  ALLOY_PORT,
  registeredVariants,
  SIDECAR_CONTAINERS,
  type Sidecar,
  SOCKET_PROXY_CONTAINER,
  type SocketProxy,
  serviceOf,
  sidecarOf,
  takenBy,
  targetVariant,
} from './core/variants.ts';
export { formatProblem, formatSource } from './format-problem.ts';
export {
  type LoadOptions,
  loadEnvironment,
  loadEnvironments,
  loadPart,
  readClaims,
  readDeployment,
} from './load-environment.ts';
export {
  ENVIRONMENTS_FOLDER,
  type LoadedEnvironment,
  type LoadResult,
  type Position,
  type Problem,
  type ReadFile,
  type ValuePath,
} from './model.ts';
export { isAtLeast, PHASES, type Phase, phaseIndex, VARIANTS, type Variant } from './phases.ts';
export { RETENTION_PERIODS } from './schema/cloud-watch.ts';
export { PRICE_ITEMS } from './schema/cost.ts';
export { type Environment, type EnvironmentDocument, environmentSchema, type Service } from './schema/environment.ts';
