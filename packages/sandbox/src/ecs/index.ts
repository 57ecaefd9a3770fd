export { taskFault } from './core/faults.ts';
export type { Json } from './core/json.ts';
export {
  type Container,
  DEFAULT_TEMPO,
  EcsError,
  type Fault,
  type FaultKind,
  type Task,
  type Tempo,
  type World,
} from './core/model.ts';
export { createSimulator, type EcsSimulator, type SimulatorOptions } from './core/simulator.ts';
export { answerEcs, sendAws, sendAwsError } from './http.ts';
