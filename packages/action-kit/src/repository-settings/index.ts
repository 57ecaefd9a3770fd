export * from './actions.ts';
export * from './code-owners.ts';
export * from './environments.ts';
export * from './repository.ts';
export * from './rulesets.ts';
export * from './variables.ts';
