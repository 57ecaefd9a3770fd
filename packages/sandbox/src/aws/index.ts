export { declaredIds, type SeededResources, type SeedOptions, seedOptionsOf } from './seed.ts';
export { type AwsOptions, type AwsSandbox, startAws } from './start.ts';
