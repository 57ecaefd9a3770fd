export { endGroup, group, info, isDebug, notice, startGroup, warning } from '@actions/core';
export * from './context.ts';
export * from './inputs.ts';
export * from './outputs.ts';
export * from './run.ts';
