import { createHash } from 'node:crypto';
import { errorMessage } from '@loki-adoption/errors';
import { scrubbed, shownAddress } from '@loki-adoption/secrets';
import { mayFollow, registryUrl } from './core/address.ts';
import { basicAuthorization, tokenOf, tokenRequest } from './core/authorization.ts';
import { type Challenge, parseChallenge } from './core/challenge.ts';
import { MANIFEST_TYPES, type Manifest, type Platform, parseManifest, platformOfConfig } from './core/manifest.ts';
import { isTrustedRealm } from './core/realm.ts';
import { DOCKER_HUB, type ImageReference } from './core/reference.ts';
import { isTemporary, pauseBefore } from './core/retry.ts';
import type { HttpAnswer, HttpRequest, RegistryPorts } from './ports.ts';
import { RegistryError, type RegistryFailure } from './registry-error.ts';

/** What a tag or digest stands for now. */
export interface ResolvedImage {
  /** SHA-256 of the bytes that the registry sent: of the index, when the image has several platforms. */
  readonly digest: string;
  /** Sorted; attestations aren't among them. */
  readonly platforms: readonly Platform[];
}

export interface Registry {
  /** Asks for a tag or a digest of a repository. Throws a `RegistryError`. */
  resolve(reference: ImageReference, version: string): Promise<ResolvedImage>;
}

const ATTEMPTS = 3;

/** A client of the OCI distribution API, v1.1, as far as it is needed to tell what a tag means. */
export function createRegistry(ports: RegistryPorts): Registry {
  return {
    async resolve(reference, version) {
      const repository = new Repository(reference, ports);
      const answer = await repository.get('manifests', version, MANIFEST_TYPES);
      const digest = sha256(answer.body);
      const named = answer.header('docker-content-digest');
      if (named !== undefined && named !== digest) {
        throw repository.fail(
          'invalid',
          `says that the manifest of ${version} has the digest ${named}, but sent ${digest}`,
        );
      }
      if (version.startsWith('sha256:') && version !== digest) {
        throw repository.fail('invalid', `was asked for ${version}, but sent ${digest}`);
      }
      return { digest, platforms: await platforms(repository, version, answer) };
    },
  };
}

async function platforms(repository: Repository, version: string, answer: HttpAnswer): Promise<readonly Platform[]> {
  const manifest = readManifest(repository, version, answer);
  if (manifest.kind === 'index') return manifest.platforms;
  if (manifest.kind === 'unknown') {
    const type = manifest.mediaType || 'something without a media type';
    throw repository.fail('invalid', `has ${version} as ${type}, which is no image that can be pinned`);
  }
  const config = await repository.get('blobs', manifest.configDigest, []);
  if (sha256(config.body) !== manifest.configDigest) {
    throw repository.fail('invalid', `sent a configuration of ${version} with another digest than its manifest names`);
  }
  const platform = platformOfConfig(text(config));
  return platform === undefined ? [] : [platform];
}

function readManifest(repository: Repository, version: string, answer: HttpAnswer): Manifest {
  try {
    return parseManifest(text(answer), answer.header('content-type'));
  } catch (error) {
    throw repository.fail('invalid', `sent no manifest for ${version}: ${errorMessage(error)}`, error);
  }
}

/** One repository of a registry, with what authorises reading it. */
class Repository {
  readonly #reference: ImageReference;
  readonly #ports: RegistryPorts;
  #authorization: string | undefined;

  constructor(reference: ImageReference, ports: RegistryPorts) {
    this.#reference = reference;
    this.#ports = ports;
  }

  fail(failure: RegistryFailure, what: string, cause?: unknown): RegistryError {
    const { host, repository } = this.#reference;
    return new RegistryError(failure, host, `${host} ${what} (${repository})`, { cause });
  }

  async get(kind: 'manifests' | 'blobs', version: string, accept: readonly string[]): Promise<HttpAnswer> {
    const { host, repository } = this.#reference;
    const url = `${registryUrl(host)}/v2/${repository}/${kind}/${version}`;
    const ask = () =>
      this.#send({
        method: 'GET',
        url,
        headers: {
          ...(accept.length > 0 && { accept: accept.join(', ') }),
          ...(this.#authorization !== undefined && { authorization: this.#authorization }),
        },
      });
    let answer = await ask();
    if (answer.status === 401) {
      this.#authorization = await this.#authorize(answer);
      answer = await ask();
    }
    if (answer.status === 200) return answer;
    if (answer.status === 404) throw this.fail('missing', `has no ${version}`);
    if (answer.status === 401 || answer.status === 403) throw this.#denied();
    throw this.fail('invalid', `answered ${answer.status} to ${shownAddress(url)}`);
  }

  async #authorize(answer: HttpAnswer): Promise<string> {
    const { host } = this.#reference;
    const { origin } = new URL(answer.url);
    if (origin !== new URL(registryUrl(host)).origin) {
      throw this.fail(
        'invalid',
        `sends us to ${origin}, which wants a login: what you log in to ${host} with isn't for it`,
      );
    }
    const challenge = parseChallenge(answer.header('www-authenticate'));
    if (challenge === undefined) throw this.#denied();
    if (challenge.scheme === 'bearer') return this.#token(challenge);
    const credentials = await this.#ports.credentials(host);
    if (credentials?.kind !== 'password') throw this.#denied();
    return basicAuthorization(credentials);
  }

  async #token(challenge: Extract<Challenge, { scheme: 'bearer' }>): Promise<string> {
    const { host, repository } = this.#reference;
    const realm = shownAddress(challenge.realm);
    if (!mayFollow(registryUrl(host), challenge.realm)) {
      throw this.fail('invalid', `wants a token from ${realm}, which isn't encrypted`);
    }
    const isTrusted = isTrustedRealm(host, challenge.realm);
    const credentials = isTrusted ? await this.#ports.credentials(host) : undefined;
    const answer = await this.#send(tokenRequest(challenge, repository, credentials));
    if ([400, 401, 403].includes(answer.status)) throw isTrusted ? this.#denied() : this.#strangeRealm(realm);
    const token = answer.status === 200 ? readToken(answer) : undefined;
    if (token === undefined) throw this.fail('invalid', `got no token for us from ${realm}`);
    return `Bearer ${token}`;
  }

  /** Sends a request again while its failure may pass. */
  async #send(request: HttpRequest): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#ports.send(request).catch((error: unknown) => ({ error }));
      if (!('error' in outcome) && !isTemporary(outcome.status)) return outcome;
      const retryAfter = 'error' in outcome ? undefined : outcome.header('retry-after');
      const pause = attempt < ATTEMPTS ? pauseBefore(attempt, retryAfter, this.#ports.now()) : undefined;
      if (pause === undefined) throw this.#unreachable(request, outcome);
      await this.#ports.sleep(pause);
    }
  }

  #unreachable(request: HttpRequest, outcome: HttpAnswer | { error: unknown }): RegistryError {
    const { origin } = new URL(request.url);
    if ('error' in outcome)
      return this.fail('unreachable', `can't be asked: ${origin}: ${reasonOf(outcome.error)}`, outcome.error);
    const later = outcome.header('retry-after');
    const when = later === undefined ? '' : ` (Retry-After: ${later})`;
    const limited = outcome.status === 429 ? ': it limits how often it is asked; docker login raises the limit' : '';
    return this.fail('unreachable', `can't be asked now: ${origin} answers ${outcome.status}${when}${limited}`);
  }

  #strangeRealm(realm: string): RegistryError {
    const { host } = this.#reference;
    return this.fail(
      'denied',
      `wants what you log in with at ${realm}, another server: it was asked without, and refused. Name the digest by hand, ` +
        `or use a registry that gives out its tokens at https://${host}`,
    );
  }

  #denied(): RegistryError {
    const { host, text: image } = this.#reference;
    const login = host === DOCKER_HUB ? 'docker login' : `docker login ${host}`;
    return this.fail('denied', `refuses ${image}: there is no such repository, or it needs "${login}"`);
  }
}

function readToken(answer: HttpAnswer): string | undefined {
  try {
    return tokenOf(text(answer));
  } catch {
    return undefined;
  }
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function text(answer: HttpAnswer): string {
  return Buffer.from(answer.body).toString('utf8');
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return scrubbed(cause === undefined ? errorMessage(error) : `${errorMessage(error)}: ${errorMessage(cause)}`);
}
