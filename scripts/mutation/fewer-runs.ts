import fc from 'fast-check';

// With a seed of its own, a run finds tomorrow what it finds today.
const runs = process.env['PROPERTY_RUNS'];
if (runs) fc.configureGlobal({ numRuns: Number(runs), seed: 1 });
