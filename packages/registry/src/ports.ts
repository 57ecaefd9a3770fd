import type { Credentials } from './core/docker-config.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  /** Who answered, after all redirects. */
  readonly url: string;
  readonly status: number;
  /** A header, whatever its case. */
  header(name: string): string | undefined;
  /** The bytes as sent: a digest is of these. */
  readonly body: Uint8Array;
}

/** What the client needs of the world. */
export interface RegistryPorts {
  /** Sends one request; throws when there is no whole answer. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** What a person has logged in with; undefined for anonymous. */
  credentials(host: string): Promise<Credentials | undefined>;
  sleep(ms: number): Promise<void>;
  now(): number;
}
