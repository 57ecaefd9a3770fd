import { UserError } from '@loki-adoption/errors';

/** Terraform's files by path: those of the base branch, and those that are to be planned. */
export interface ForeignTerraform {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Where `terraform init` took the modules from. */
  readonly moduleSources: readonly string[];
}

const LOCK_FILE = '.terraform.lock.hcl';

/** Whether Terraform or OpenTofu reads a file as configuration, or as a lock. */
export function isTerraformFile(path: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(path) || path.endsWith(`/${LOCK_FILE}`);
}

/**
 * Arguments by which the AWS provider or the S3 backend starts a program: a file of AWS's configuration may name one.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
const STARTS_PROGRAM = [
  'credential_process',
  'shared_config_files',
  'shared_credentials_files',
  'shared_credentials_file',
];

/**
 * Refuses Terraform that would run a program while it is planned, other than what the base branch runs: a provider that the base
 * branch's lock file doesn't have, a module from elsewhere, a credential process.
 */
export function requireNoForeignPrograms({ before, after, moduleSources }: ForeignTerraform): void {
  const problems = [
    ...newIn(providersOf(before), providersOf(after)).map((name) => `${LOCK_FILE} has the provider ${name}`),
    ...moduleSources.filter((source) => !/^\.\.?\//.test(source)).map((source) => `a module comes from ${source}`),
    ...STARTS_PROGRAM.flatMap((word) =>
      newIn(filesWith(word, before), filesWith(word, after)).map((path) => `${path} sets ${word}`),
    ),
  ];
  if (problems.length === 0) return;
  throw new UserError(
    `This would run programs that the base branch doesn't, in the job that writes the comment: ${problems.join('; ')}. Ask a code owner to read it and to merge it by itself; pull requests after that are planned with it.`,
  );
}

/** OpenTofu rewrites a lock file of Terraform's: the same provider, signed by the same, from its own registry. */
const REGISTRY = /^registry\.(terraform\.io|opentofu\.org)\//;

function newIn(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((each) => !before.includes(each));
}

function providersOf(files: ReadonlyMap<string, string>): string[] {
  const locks = [...files].filter(([path]) => path.endsWith(`/${LOCK_FILE}`));
  return [
    ...new Set(
      locks.flatMap(([, text]) =>
        [...text.matchAll(/^\s*provider\s+"([^"]+)"/gm)].map(([, name = '']) => name.replace(REGISTRY, '')),
      ),
    ),
  ];
}

function filesWith(word: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => (plain(path, text).includes(word) ? [path] : []));
}

/** JSON may write a name with escapes. */
function plain(path: string, text: string): string {
  if (!path.endsWith('.json')) return text;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    // Terraform doesn't read it either, and says why.
    return text;
  }
}
