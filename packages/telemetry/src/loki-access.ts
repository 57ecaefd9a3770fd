import { UserError } from '@loki-adoption/errors';
import { shownAddress } from '@loki-adoption/secrets';

/** Where Loki is, and who asks. */
export interface LokiAccess {
  /** Base URL, such as `http://loki:3100`; it carries no credentials. */
  readonly url: string;
  readonly authorization?: string;
  /** The tenant asked for, `X-Scope-OrgID`; several are separated by `|`. */
  readonly tenant?: string;
}

export type AccessPart = 'url' | 'username' | 'password' | 'token' | 'tenant';

/** As somebody gave it: empty is absent. */
export type GivenAccess = Readonly<Partial<Record<AccessPart, string | undefined>>>;

/** Name of each part where it was given, such as `LOKI_URL`. */
export type AccessNames = Readonly<Record<AccessPart, string>>;

const VARIABLES: AccessNames = {
  url: 'LOKI_URL',
  username: 'LOKI_USERNAME',
  password: 'LOKI_PASSWORD',
  token: 'LOKI_TOKEN',
  tenant: 'LOKI_TENANT',
};

/**
 * Access to Loki: each part as an input gives it, or else as `LOKI_URL`, `LOKI_USERNAME` and the others of the environment do; `undefined`
 * without a URL. `UserError` for what can't be used: it names what was given, and never shows it, for a URL may hold a password.
 */
export function lokiAccessOf(
  env: Readonly<Record<string, string | undefined>>,
  inputs: GivenAccess = {},
  inputNames: AccessNames = VARIABLES,
): LokiAccess | undefined {
  const given: Partial<Record<AccessPart, string | undefined>> = { ...inputs };
  const names = { ...inputNames };
  for (const part of Object.keys(VARIABLES) as AccessPart[]) {
    if (given[part]) continue;
    given[part] = env[VARIABLES[part]];
    if (given[part]) names[part] = VARIABLES[part];
  }
  return lokiAccess(given, names);
}

function lokiAccess(given: GivenAccess, names: AccessNames): LokiAccess | undefined {
  if (!given.url) return undefined;
  const { username, password, token, tenant } = given;
  const url = baseUrl(given.url, names);
  if (!username !== !password) {
    const [has, lacks] = username ? [names.username, names.password] : [names.password, names.username];
    throw new UserError(`${has} is set and ${lacks} is not: Loki is asked with both or neither.`);
  }
  if (token && password)
    throw new UserError(`${names.token} and ${names.password} are both set: Loki is asked with one of them.`);
  for (const [name, value] of [
    [names.token, token],
    [names.tenant, tenant],
  ] as const) {
    if (value && !/^[!-~]+$/.test(value))
      throw new UserError(`${name} has characters that no header can carry, such as a space or a line break.`);
  }
  if (username?.includes(':'))
    throw new UserError(`${names.username} has a colon, which ends a user's name in a request.`);
  const authorization = token
    ? `Bearer ${token}`
    : password
      ? `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
      : undefined;
  return { url, ...(authorization && { authorization }), ...(tenant && { tenant }) };
}

function baseUrl(text: string, names: AccessNames): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `${names.url} is ${JSON.stringify(shownAddress(text))}: expected one such as http://loki:3100.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      `${names.url} has a user or a password in it (${shownAddress(text)}), which errors and logs would show. Give them as ${names.username} and ${names.password}, and the address without.`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UserError(
      `${names.url} goes on behind its path (${shownAddress(text)}): expected one such as http://loki:3100.`,
    );
  }
  return text.replace(/\/+$/, '');
}
