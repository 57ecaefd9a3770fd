export { taskFault } from './faults/faults.ts';
export { asObject, type Json } from './model/json.ts';
export {
  type Container,
  DEFAULT_TEMPO,
  EcsError,
  type Fault,
  type FaultKind,
  type Task,
  type Tempo,
  type World,
} from './model/world.ts';
export { seeded } from './random/seeded.ts';
export { createSimulator, type EcsSimulator, type SimulatorOptions } from './simulator.ts';
