import { defineConfig } from 'vitest/config';

// The unit tests of one package: Stryker sets `dir` to its folder.
export default defineConfig({ test: { include: ['src/**/*.test.ts'] } });
