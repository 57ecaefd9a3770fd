import type { HttpRequest } from '../ports.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './docker-config.ts';

type BearerChallenge = Extract<Challenge, { scheme: 'bearer' }>;

/** The header of a name and password. */
export function basicAuthorization({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/**
 * The request for an access token to pull from a repository: GET, anonymous or with a name and password, or POST
 * (OAuth 2) with an identity token. https://distribution.github.io/distribution/spec/auth/token
 */
export function tokenRequest(
  challenge: BearerChallenge,
  repository: string,
  credentials: Credentials | undefined,
): HttpRequest {
  const wanted = {
    ...(challenge.service !== undefined && { service: challenge.service }),
    scope: challenge.scope ?? `repository:${repository}:pull`,
  };
  const url = new URL(challenge.realm);
  if (credentials?.kind === 'identity') {
    const form = { grant_type: 'refresh_token', client_id: 'adopt', refresh_token: credentials.token, ...wanted };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: url.href, headers, body: new URLSearchParams(form).toString() };
  }
  for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
  const headers: Record<string, string> = credentials ? { authorization: basicAuthorization(credentials) } : {};
  return { method: 'GET', url: url.href, headers };
}

/** The access token of an answer; undefined when it has none. */
export function tokenOf(body: string): string | undefined {
  const { token, access_token } = JSON.parse(body) as { token?: unknown; access_token?: unknown };
  const found = token ?? access_token;
  // Anything else would break out of the header.
  return typeof found === 'string' && /^[\x21-\x7e]+$/.test(found) ? found : undefined;
}
