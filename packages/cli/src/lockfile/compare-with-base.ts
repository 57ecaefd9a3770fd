import { readYaml } from './read-yaml.ts';
import { type Lockfile, lockSchema } from './schema.ts';

/** The registry never changes an archive: another checksum for the same version is another archive. */
export function compareWithBase({ packages }: Lockfile, base: string | undefined): string[] {
  if (base === undefined) return [];
  const read = readYaml('pnpm-lock.yaml', base);
  const before = lockSchema.safeParse('value' in read ? read.value : undefined);
  if (!before.success) return ["pnpm-lock.yaml: the base branch's can't be read, so nothing can be compared with it"];
  return Object.entries(packages).flatMap(([key, { resolution }]) => {
    const known = before.data.packages[key]?.resolution['integrity'];
    if (known === undefined || known === resolution['integrity']) return [];
    return [`pnpm-lock.yaml: ${key}: has another checksum than on the base branch, and no archive ever changes`];
  });
}
