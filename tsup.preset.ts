import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * `@actions/core` doesn't say that its modules have no side effects. They have none: what nobody calls (OpenID Connect, and an HTTP client of
 * 0.8 MB for it) stays out of the bundle.
 */
const withoutSideEffects: Plugin = {
  name: 'without-side-effects',
  setup(build) {
    build.onResolve({ filter: /^\.\/oidc-utils\.js$/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === withoutSideEffects || !importer.includes('@actions')) return undefined;
      const options = { kind, importer, resolveDir, pluginData: withoutSideEffects };
      return { ...(await build.resolve(path, options)), sideEffects: false };
    });
  },
};

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
  esbuildPlugins: [withoutSideEffects],
  // CommonJS dependencies inside an ES module still call require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};
