import { errorMessage, UserError } from '@loki-adoption/errors';
import * as z from 'zod';

/** A package of the workspace as its package.json describes it. */
export interface WorkspacePackage {
  /** Such as `packages/cli`. */
  readonly folder: string;
  /** Such as `@loki-adoption/cli`. */
  readonly name: string;
  /** Names of all packages that it runs with, of the workspace or not; what only serves development isn't among them. */
  readonly dependencies: readonly string[];
}

const MANIFEST_PATH = /^(packages\/[^/]+)\/package\.json$/;

const versions = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  name: z.string(),
  dependencies: versions,
  optionalDependencies: versions,
  peerDependencies: versions,
});

/** Whether a path from the root of the repository is that of a package's package.json. */
export function isPackageManifest(path: string): boolean {
  return MANIFEST_PATH.test(path);
}

/** The package of a package.json. `UserError` for one that can't be read, with its path. */
export function workspacePackage(path: string, text: string): WorkspacePackage {
  const manifest = manifestSchema.safeParse(parsed(path, text));
  const folder = MANIFEST_PATH.exec(path)?.[1];
  if (folder === undefined || !manifest.success) {
    throw new UserError(`${path} describes no package: expected a map with a name, and dependencies as name: version.`);
  }
  const { name, dependencies, optionalDependencies, peerDependencies } = manifest.data;
  const all = [dependencies, optionalDependencies, peerDependencies].flatMap((each) => Object.keys(each));
  return { folder, name, dependencies: [...new Set(all)] };
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${errorMessage(error)}.`, { cause: error });
  }
}
