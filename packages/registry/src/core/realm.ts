import { registryUrl } from './address.ts';
import { DOCKER_HUB } from './reference.ts';

/** Registries whose tokens another server of theirs gives. The others that many use (GHCR, Quay, ECR, Google, Azure) give them out themselves. */
const KNOWN_REALMS: Readonly<Record<string, string>> = {
  [DOCKER_HUB]: 'https://auth.docker.io',
  'registry.gitlab.com': 'https://gitlab.com',
};

/**
 * Whether what a person has logged in to a registry with may go to the realm that it names: the realm is text in an answer, and who can write
 * one answer would get everybody's password otherwise.
 */
export function isTrustedRealm(host: string, realm: string): boolean {
  const { origin } = new URL(realm);
  return origin === new URL(registryUrl(host)).origin || origin === KNOWN_REALMS[host];
}
