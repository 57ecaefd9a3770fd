import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: process.env['TEST_RESULTS']
      ? ['default', ['json', { outputFile: process.env['TEST_RESULTS'] }]]
      : ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          globalSetup: ['scripts/left-behind.ts'],
          // A machine with other work is slow, and no test is about time.
          testTimeout: 60_000,
        },
      },
      { test: { name: 'contract', include: ['tests/{contract,policy}/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Each story starts its own sandbox and Terraform: one at a time on two cores.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'real',
          include: ['tests/real-programs/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Loki, Alloy and Docker want the machine to themselves.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
