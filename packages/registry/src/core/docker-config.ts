import { DOCKER_HUB } from './reference.ts';

/** What opens a registry: a name and password, or a token that is exchanged for access tokens. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity'; readonly token: string };

/** Where Docker's configuration says that the credentials of a registry are. */
export type CredentialSource =
  | { readonly kind: 'found'; readonly credentials: Credentials }
  /** The program `docker-credential-<helper>` has them, under this name of the registry. */
  | { readonly kind: 'helper'; readonly helper: string; readonly server: string }
  | { readonly kind: 'none' };

/** The user name that a helper gives with an identity token instead of a password. */
const IDENTITY_USER = '<token>';

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** Looks a registry up in the text of Docker's `config.json`: its own helper, its entry in `auths`, the common store. */
export function credentialSource(config: string, host: string): CredentialSource {
  const { auths, credHelpers, credsStore } = parseConfig(config);
  const names = namesOf(host);
  for (const server of names) {
    const helper = own(credHelpers, server);
    if (helper) return { kind: 'helper', helper, server };
  }
  for (const server of names) {
    const entry = own(auths, server);
    if (entry?.identitytoken) return found({ kind: 'identity', token: entry.identitytoken });
    const credentials = entry?.auth ? decodeAuth(entry.auth) : undefined;
    if (credentials) return found(credentials);
  }
  const [server = host] = names;
  return credsStore ? { kind: 'helper', helper: credsStore, server } : { kind: 'none' };
}

/** Reads what `docker-credential-<helper> get` prints. */
export function parseHelperAnswer(text: string): Credentials | undefined {
  const { Username, Secret } = JSON.parse(text) as { Username?: string; Secret?: string };
  if (!Username || !Secret) return undefined;
  return Username === IDENTITY_USER
    ? { kind: 'identity', token: Secret }
    : { kind: 'password', username: Username, password: Secret };
}

/** The parser's own message would quote what may be a secret. */
function parseConfig(text: string): DockerConfig {
  try {
    return Object(JSON.parse(text)) as DockerConfig;
  } catch {
    throw new Error('it is not JSON');
  }
}

/** Docker Hub is kept under its first address; others also with a scheme, as older versions wrote them. */
function namesOf(host: string): string[] {
  if (host === DOCKER_HUB) return ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io', host];
  return [host, `https://${host}`, `https://${host}/v1/`, `https://${host}/v2/`];
}

function decodeAuth(auth: string): Credentials | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  return { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function found(credentials: Credentials): CredentialSource {
  return { kind: 'found', credentials };
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
