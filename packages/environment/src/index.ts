export { listEnvironments } from './adapters/file-system.ts';
export { type AffectedEnvironment, affectedEnvironments, type ChangedFiles } from './core/affected-environments.ts';
export { type JsonSchema, jsonSchema, schemaFile } from './core/json-schema.ts';
export { type PhaseTransition, phaseTransition } from './core/phase-transition.ts';
export { type ScalarSource, scalarSources } from './core/scalar-source.ts';
export { setValue } from './core/set-value.ts';
export { registeredVariants, type Sidecar, serviceOf, sidecarOf, targetVariant } from './core/variants.ts';
export { formatProblem } from './format-problem.ts';
export { type LoadOptions, loadEnvironment } from './load-environment.ts';
export {
  ENVIRONMENTS_FOLDER,
  type LoadResult,
  type Position,
  type Problem,
  type ReadFile,
  type ValuePath,
} from './model.ts';
export { isAtLeast, PHASES, type Phase, phaseIndex, VARIANTS, type Variant } from './phases.ts';
export { type Environment, type EnvironmentDocument, environmentSchema, type Service } from './schema/environment.ts';
