import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listEnvironments } from './file-system.ts';

it('lists the folders that hold an environment', () => {
  expect(listEnvironments(join(import.meta.dirname, '../../../../environments'))).toEqual(['dev', 'prod']);
  expect(listEnvironments(join(import.meta.dirname, '../../fixtures'))).toEqual([]);
});
