import type { Options } from 'tsup';

/** One self-contained, readable ES module per action: what is reviewed in `dist` is what GitHub runs. */
export const bundle: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node24',
  noExternal: [/.*/],
  splitting: false,
  sourcemap: false,
  minify: false,
  clean: true,
  dts: false,
  treeshake: false,
  // CommonJS dependencies inside an ES module still call require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};
