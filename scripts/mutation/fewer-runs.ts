import fc from 'fast-check';

// A fixed seed makes runs repeatable.
const runs = process.env['PROPERTY_RUNS'];
if (runs) fc.configureGlobal({ numRuns: Number(runs), seed: 1 });
