export { type ExitStatus, type ProcessOptions, type RunningProcess, startProcess } from './start-process.ts';
export { stopTree } from './stop-tree.ts';
