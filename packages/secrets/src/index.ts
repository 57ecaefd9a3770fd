export { shownAddress } from './addresses.ts';
export { type Suspicion, scrubbed, secretIn } from './detect.ts';
