export { startInBackground, stopRunning } from './background.ts';
export { type DemoResult, renderResult } from './demo/result.ts';
export { type DemoOptions, runDemo, STAGE_NAMES } from './demo/run-demo.ts';
export { type GitHubOptions, type GitHubSandbox, startGitHub } from './github/server.ts';
export { findSandbox, type RunningSandbox } from './running.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export { findTools, type Tools } from './tools.ts';
