import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '@loki-adoption/errors';
import { isMap, parseDocument, visit } from 'yaml';

const STUBS = fileURLToPath(new URL('../../act-stubs', import.meta.url));

/**
 * Keys that GitHub knows and act 0.2.89 refuses ("Unknown Property"). Taking them out changes nothing here:
 * act enforces neither concurrency groups nor environments.
 */
const UNKNOWN_TO_ACT: Readonly<Record<string, string>> = { concurrency: 'queue', environment: 'deployment' };

/** The one action of the repository that needs more than this machine has. */
const REBUILD = join('.github', 'actions', 'rebuild', 'action.yml');
export const REBUILD_STAND_IN = join(STUBS, 'rebuild', 'action.yml');

/** Makes the workflow files of a checkout acceptable to act, in place. */
export function adaptWorkflows(checkout: string): void {
  if (existsSync(join(checkout, REBUILD))) copyFileSync(REBUILD_STAND_IN, join(checkout, REBUILD));
  for (const file of workflowFiles(checkout)) {
    const source = readFileSync(file, 'utf8');
    const adapted = withoutUnknownKeys(source);
    if (adapted !== source) writeFileSync(file, adapted);
  }
}

export function withoutUnknownKeys(source: string): string {
  const document = parseDocument(source);
  let changed = false;
  visit(document, {
    Pair(_, pair) {
      const key = UNKNOWN_TO_ACT[String(pair.key)];
      if (key !== undefined && isMap(pair.value)) changed = pair.value.delete(key) || changed;
    },
  });
  return changed ? document.toString({ lineWidth: 0 }) : source;
}

/** `--local-repository` arguments: every pinned third-party action is replaced by a stand-in, so that no network is touched. */
export function standIns(checkout: string): string[] {
  const used = new Set<string>();
  for (const file of [...workflowFiles(checkout), ...compositeActions(checkout)]) {
    for (const match of readFileSync(file, 'utf8').matchAll(
      /^\s*(?:- )?uses:\s*([A-Za-z0-9_.-]+\/[A-Za-z0-9_./-]+@[0-9a-f]{40})/gm,
    )) {
      used.add(match[1] ?? '');
    }
  }
  return [...used].sort().flatMap((reference) => {
    const folder = join(STUBS, reference.slice(0, reference.indexOf('@')).replace('/', '__'));
    if (!existsSync(folder))
      throw new UserError(`The sandbox has no stand-in for ${reference}: add the folder ${folder} with an action.yml.`);
    return ['--local-repository', `${reference}=${folder}`];
  });
}

function workflowFiles(checkout: string): string[] {
  const folder = join(checkout, '.github', 'workflows');
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name));
}

function compositeActions(checkout: string): string[] {
  const folder = join(checkout, '.github', 'actions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name, 'action.yml'));
}
