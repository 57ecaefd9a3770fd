import * as z from 'zod';

const versions = z.record(z.string(), z.string()).default({});
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
  packages: z.record(z.string(), z.looseObject({ resolution: z.record(z.string(), z.unknown()) })),
  snapshots: z.record(
    z.string(),
    z.looseObject({ dependencies: versions, optionalDependencies: versions, patched: z.undefined().optional() }),
  ),
});

export type Lockfile = z.infer<typeof lockSchema>;
