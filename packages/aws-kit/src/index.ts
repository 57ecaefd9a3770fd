export { AwsError } from './aws-error.ts';
export { ensureBucket } from './bucket.ts';
export {
  createEcs,
  type Ecs,
  type EcsContainer,
  type EcsDeployment,
  type EcsEvent,
  type EcsService,
  type EcsTask,
  type TaskDefinition,
  type TaskDefinitionInput,
} from './ecs.ts';
export { createObjectStore, type ObjectStore, type StoredObject, type WriteCondition } from './object-store.ts';
