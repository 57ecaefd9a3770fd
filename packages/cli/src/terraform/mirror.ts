import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws');
const SEARCHED = ['/opt', '/usr/share', '/usr/local/share'];
/** How deep below those a mirror is looked for. */
const DEPTH = 3;

/**
 * Environment for Terraform on a machine that may not reach the provider registry. A CLI configuration that exists and Terraform's
 * implied mirror folders are left to Terraform; otherwise a folder that holds the provider becomes a filesystem mirror.
 */
export function mirrorEnvironment(env: NodeJS.ProcessEnv, workFolder: string): Record<string, string> {
  const configured = env['TF_CLI_CONFIG_FILE'];
  if (configured !== undefined && existsSync(configured)) return {};
  const found = impliedMirrors(env).some((folder) => existsSync(join(folder, PROVIDER))) ? undefined : findMirror();
  // Terraform warns of a configuration that doesn't exist; an empty value means none.
  if (found === undefined) return configured === undefined ? {} : { TF_CLI_CONFIG_FILE: '' };
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, 'terraform.rc');
  writeFileSync(file, cliConfiguration(found));
  return { TF_CLI_CONFIG_FILE: file };
}

/** The first folder below the searched ones that is laid out as a provider mirror. */
export function findMirror(folders: readonly string[] = SEARCHED): string | undefined {
  for (const folder of folders) {
    const found = searchBelow(folder, DEPTH);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The mirror first, the registry for what it lacks. */
export function cliConfiguration(mirror: string): string {
  const path = JSON.stringify(mirror);
  return [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${path}`,
    '    include = ["registry.terraform.io/hashicorp/aws"]',
    '  }',
    '  direct {',
    '    exclude = ["registry.terraform.io/hashicorp/aws"]',
    '  }',
    '}',
    '',
  ].join('\n');
}

function impliedMirrors(env: NodeJS.ProcessEnv): string[] {
  const data = env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
  return [
    join(homedir(), '.terraform.d', 'plugins'),
    join(data, 'terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
}

function searchBelow(folder: string, depth: number): string | undefined {
  if (existsSync(join(folder, PROVIDER))) return folder;
  if (depth === 0) return undefined;
  for (const name of subfolders(folder)) {
    const found = searchBelow(join(folder, name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    // Missing or unreadable: no mirror in there.
    return [];
  }
}
