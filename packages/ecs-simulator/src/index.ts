export { taskFault } from './faults/faults.ts';
export { EcsError } from './model/ecs-error.ts';
export type { Fault, FaultInput, FaultKind } from './model/fault.ts';
export { asObject, type Json, number, objects, text } from './model/json.ts';
export type { Tempo } from './model/tempo.ts';
export type { Behaviour, Task, World } from './model/world.ts';
export { seeded } from './random/seeded.ts';
export { createSimulator, type EcsSimulator, type SimulatorOptions } from './simulator.ts';
