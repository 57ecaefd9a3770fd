import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errorMessage, UserError } from '@loki-adoption/errors';
import { type Credentials, credentialSource, parseHelperAnswer } from '../core/docker-config.ts';

const HELPER_SECONDS = 15;

/** Credentials of a registry from `config.json` below `$DOCKER_CONFIG`, or below ~/.docker; undefined for anonymous. */
export function dockerCredentials(env: NodeJS.ProcessEnv, host: string): Credentials | undefined {
  const file = join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json');
  const config = readConfig(file);
  if (config === undefined) return undefined;
  try {
    const source = credentialSource(config, host);
    if (source.kind === 'found') return source.credentials;
    return source.kind === 'helper' ? askHelper(env, source.helper, source.server) : undefined;
  } catch (error) {
    throw new UserError(`${file} gives no credentials for ${host}: ${errorMessage(error)}`, { cause: error });
  }
}

function readConfig(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return undefined;
    throw new UserError(`${file} can't be read: ${errorMessage(error)}`, { cause: error });
  }
}

/** https://github.com/docker/docker-credential-helpers: the registry on stdin, JSON on stdout, complaints there as well. */
function askHelper(env: NodeJS.ProcessEnv, helper: string, server: string): Credentials | undefined {
  if (!/^[\w.-]+$/.test(helper)) throw new Error(`${JSON.stringify(helper)} is not the name of a credential helper`);
  const program = `docker-credential-${helper}`;
  try {
    const answer = execFileSync(program, ['get'], {
      input: server,
      encoding: 'utf8',
      env,
      timeout: HELPER_SECONDS * 1000,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return parseHelperAnswer(answer);
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : '';
    if (/credentials not found/i.test(said)) return undefined;
    // What a helper prints when it succeeds is a secret; only its complaint is shown.
    const failed = error instanceof Error && 'status' in error && error.status !== null;
    throw new Error(`${program} ${failed && said ? `says: ${said.slice(0, 200)}` : "can't be run"}`, { cause: error });
  }
}
