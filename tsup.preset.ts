import { isBuiltin } from 'node:module';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * `@actions/core` doesn't say that its modules have no side effects. They have none: what nobody calls (OpenID Connect with an HTTP client
 * of 0.8 MB, and running programs to learn about the platform) stays out of the bundle.
 */
const withoutSideEffects: Plugin = {
  name: 'without-side-effects',
  setup(build) {
    build.onResolve(
      { filter: /^\.\/(oidc-utils|platform|path-utils)\.js$/ },
      async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === withoutSideEffects || !importer.includes('@actions')) return undefined;
        const options = { kind, importer, resolveDir, pluginData: withoutSideEffects };
        return { ...(await build.resolve(path, options)), sideEffects: false };
      },
    );
  },
};

/**
 * An `import` of a module of Node reads every name that it exports, and some of them load others: `node:http` loads all of `fetch`, which
 * takes longer than to render a small plan. What this gives loads what is used.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^(node:)?/, 'node:'), namespace: 'lazy-builtins' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy-builtins' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
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
  // Or tsup takes modules of Node for itself, before lazyBuiltins sees them.
  removeNodeProtocol: false,
  esbuildPlugins: [withoutSideEffects, lazyBuiltins],
  // CommonJS dependencies inside an ES module still call require().
  banner: {
    js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  },
};
