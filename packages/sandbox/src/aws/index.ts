export type { SeededResources, SeedOptions } from './seed.ts';
export { type AwsOptions, type AwsSandbox, startAws } from './start.ts';
