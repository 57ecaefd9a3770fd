import * as z from 'zod';

const versions = z.record(z.string(), z.string()).default({});
const names = z.array(z.string()).optional();
const asked = z.record(z.string(), z.strictObject({ specifier: z.string(), version: z.string() })).default({});

/**
 * What a lockfile of pnpm 10 may have here. Strict where it decides what is fetched: `overrides`, `patchedDependencies`,
 * `packageExtensionsChecksum`, `pnpmfileChecksum` and what a later pnpm adds are refused.
 */
export const lockSchema = z.strictObject({
  lockfileVersion: z.literal('9.0'),
  settings: z.strictObject({ autoInstallPeers: z.literal(true), excludeLinksFromLockfile: z.literal(false) }),
  catalogs: z.strictObject({ default: asked }),
  importers: z.record(
    z.string(),
    z.strictObject({ dependencies: asked, devDependencies: asked, optionalDependencies: asked }),
  ),
  // Not `name` or `version`: they would fetch another package or version than the key says.
  packages: z.record(
    z.string(),
    z.strictObject({
      resolution: z.record(z.string(), z.unknown()),
      engines: versions,
      cpu: names,
      os: names,
      libc: names,
      deprecated: z.string().optional(),
      hasBin: z.boolean().optional(),
      peerDependencies: versions,
      peerDependenciesMeta: z.record(z.string(), z.strictObject({ optional: z.boolean() })).optional(),
    }),
  ),
  snapshots: z.record(
    z.string(),
    z.strictObject({
      dependencies: versions,
      optionalDependencies: versions,
      transitivePeerDependencies: names,
      optional: z.boolean().optional(),
    }),
  ),
});

export type Lockfile = z.infer<typeof lockSchema>;
