import { UserError } from '@loki-adoption/errors';

/** Where an image is, after the rules of `docker pull`: `grafana/loki:3.7.6` is `registry-1.docker.io`, `grafana/loki`, `3.7.6`. */
export interface ImageReference {
  /** As a person wrote it. */
  readonly text: string;
  /** Host of the registry's API, with its port where one is named. */
  readonly host: string;
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

export const DOCKER_HUB = 'registry-1.docker.io';

/** Names of Docker Hub in references and in credentials files; its API answers under `DOCKER_HUB`. */
const DOCKER_HUB_NAMES = ['docker.io', 'index.docker.io', DOCKER_HUB];

// https://pkg.go.dev/github.com/distribution/reference has the grammar.
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REFERENCE = new RegExp(
  `^(?<host>(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?)/` +
    `(?<repository>${COMPONENT}(?:/${COMPONENT})*)` +
    `(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?` +
    `(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

/** Throws a `UserError` for a text that names no image. */
export function parseReference(text: string): ImageReference {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  // A first part is a host when it can't be a name of Docker Hub: it has a dot or a port, or is localhost.
  const named = /[.:]/.test(first) || first === 'localhost';
  const groups = REFERENCE.exec(named ? text : `docker.io/${text}`)?.groups;
  const { host, repository, tag, digest } = groups ?? {};
  if (host === undefined || repository === undefined || repository.length > 255) {
    throw new UserError(`${JSON.stringify(text)} is no image reference: expected one such as grafana/loki:3.7.6.`);
  }
  const hub = DOCKER_HUB_NAMES.includes(host);
  return {
    text,
    host: hub ? DOCKER_HUB : host,
    repository: hub && !repository.includes('/') ? `library/${repository}` : repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** The reference as it was written, with this digest in place of any other. */
export function withDigest(reference: ImageReference, digest: string): string {
  return `${reference.text.replace(/@.*$/, '')}@${digest}`;
}
