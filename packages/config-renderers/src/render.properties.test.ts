import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryEnvironment } from './arbitrary-environment.ts';
import { renderEnvironment } from './render.ts';

const RUNS = { numRuns: 150 };

it('renders every valid environment, twice the same', () => {
  fc.assert(
    fc.property(arbitraryEnvironment(), (environment) => {
      expect(renderEnvironment(environment)).toEqual(renderEnvironment(structuredClone(environment)));
    }),
    RUNS,
  );
});
