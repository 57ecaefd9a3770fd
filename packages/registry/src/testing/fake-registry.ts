import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const INDEX = 'application/vnd.oci.image.index.v1+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

export interface RegistryRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly body: string;
}

/** Answers a request in place of the registry; false leaves it to the registry. */
export type Intercept = (request: RegistryRequest, response: ServerResponse) => boolean;

/** How the registry is opened. A token is given to everyone, or to whoever shows the name and password or the identity token. */
export interface FakeAuth {
  readonly scheme: 'bearer' | 'basic';
  readonly user?: string;
  readonly identity?: string;
}

interface Stored {
  readonly type: string;
  readonly body: string;
}

export const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A registry of the OCI distribution API on 127.0.0.1, for tests. */
export class FakeRegistry implements AsyncDisposable {
  readonly requests: RegistryRequest[] = [];
  auth: FakeAuth | undefined;
  intercept: Intercept = () => false;
  readonly #server: Server;
  readonly #content = new Map<string, Stored>();
  #tokens = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<FakeRegistry> {
    const registry = new FakeRegistry();
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Publishes an image of several platforms, with an attestation as build tools add one; returns the digest of its index. */
  publish(repository: string, tag: string, platforms: readonly string[], type: string = INDEX): string {
    const manifests = [...platforms, 'unknown/unknown'].map((platform, index) => {
      const [os, architecture, variant] = platform.split('/');
      const digest = sha256(`${repository}:${tag} ${index}`);
      return { mediaType: MANIFEST, digest, size: 1, platform: { os, architecture, variant } };
    });
    return this.#store(repository, tag, type, { schemaVersion: 2, mediaType: type, manifests });
  }

  /** Publishes an image of one platform; returns the digest of its manifest. */
  publishSingle(repository: string, tag: string, platform: string, type: string = MANIFEST): string {
    const [os, architecture] = platform.split('/');
    const body = JSON.stringify({ os, architecture });
    this.#content.set(`/v2/${repository}/blobs/${sha256(body)}`, { type: 'application/octet-stream', body });
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(body), size: body.length };
    return this.#store(repository, tag, type, { schemaVersion: 2, mediaType: type, config, layers: [], tag });
  }

  /** Puts any text where a manifest is expected. */
  publishText(repository: string, tag: string, type: string, body: string): string {
    const digest = sha256(body);
    for (const version of [tag, digest]) this.#content.set(`/v2/${repository}/manifests/${version}`, { type, body });
    return digest;
  }

  #store(repository: string, tag: string, type: string, manifest: object): string {
    return this.publishText(repository, tag, type, JSON.stringify(manifest));
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      accept: incoming.headers.accept,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.requests.push(request);
    if (this.intercept(request, response)) return;
    if (request.path.startsWith('/token')) return this.#giveToken(request, response);
    if (!this.#isOpenTo(request)) return this.#challenge(request, response);
    const stored = this.#content.get(request.path);
    if (stored === undefined) return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    response.setHeader('content-type', stored.type);
    if (request.path.includes('/manifests/')) response.setHeader('docker-content-digest', sha256(stored.body));
    response.end(stored.body);
  }

  #isOpenTo({ authorization, path }: RegistryRequest): boolean {
    if (this.auth === undefined) return true;
    if (this.auth.scheme === 'basic') return authorization === basic(this.auth.user ?? '');
    return authorization === `Bearer token-for-${repositoryOf(path)}`;
  }

  #challenge({ path }: RegistryRequest, response: ServerResponse): void {
    const scope = `repository:${repositoryOf(path)}:pull`;
    const challenge =
      this.auth?.scheme === 'basic'
        ? `Basic realm="http://${this.host}/",service="ecr"`
        : `Bearer realm="http://${this.host}/token",service="fake,registry",scope="${scope}"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  }

  #giveToken({ method, path, authorization, body }: RegistryRequest, response: ServerResponse): void {
    const wanted = method === 'POST' ? new URLSearchParams(body) : new URL(path, 'http://x').searchParams;
    const { user, identity } = this.auth ?? {};
    const known =
      identity !== undefined ? wanted.get('refresh_token') === identity : authorization === basic(user ?? '');
    if ((user ?? identity) !== undefined && !known) return void response.writeHead(401).end();
    if (wanted.get('service') !== 'fake,registry') return void response.writeHead(400).end();
    const token = `token-for-${wanted.get('scope')?.split(':')[1]}`;
    this.#tokens += 1;
    // Both spellings are in use.
    response.end(JSON.stringify(this.#tokens % 2 === 1 ? { token } : { access_token: token }));
  }
}

function basic(user: string): string {
  return `Basic ${Buffer.from(user).toString('base64')}`;
}

function repositoryOf(path: string): string {
  return /^\/v2\/(.+)\/(?:manifests|blobs)\//.exec(path)?.[1] ?? '';
}
