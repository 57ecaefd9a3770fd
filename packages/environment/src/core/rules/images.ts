import { type Draft, error, type Finding } from './draft.ts';

type Version = readonly [major: number, minor: number];

// Below 1.16 the rendered Alloy configuration isn't understood; below 3.7 the same holds for Loki's. nginx
// below 1.30 no longer gets fixes.
const OLDEST_ALLOY: Version = [1, 16];
const OLDEST_LOKI: Version = [3, 7];
const OLDEST_NGINX: Version = [1, 30];

/** Alloy, also a service's own, Loki and each nginx are new enough for the configuration that gets rendered. */
export function imagesAreNewEnough({ alloy, loki, services }: Draft): Finding[] {
  const own = [...services].map(([name, service]) =>
    tooOld(['services', name, 'alloy', 'image'], service.alloy?.image, 'Alloy', OLDEST_ALLOY),
  );
  return [
    ...tooOld(['loki', 'image'], loki?.image, 'Loki', OLDEST_LOKI),
    ...tooOld(['loki', 'gateway', 'image'], loki?.gateway.image, 'nginx', OLDEST_NGINX),
    ...tooOld(['alloy', 'image'], alloy?.image, 'Alloy', OLDEST_ALLOY),
    ...tooOld(['alloy', 'socketProxy', 'image'], alloy?.socketProxy?.image, 'nginx', OLDEST_NGINX),
    ...own.flat(),
  ];
}

/**
 * An image whose container reaches the Docker socket is root on every host that it runs on, so it is the one that somebody looked
 * at: a tag can become another image at any time.
 */
export function socketImagesHaveDigests({ alloy, services }: Draft): Finding[] {
  if (alloy === undefined) return [];
  const uses: readonly (readonly [path: readonly string[], image: string | undefined])[] =
    alloy.socketProxy !== undefined
      ? [[['alloy', 'socketProxy', 'image'], alloy.socketProxy.image]]
      : [
          [['alloy', 'image'], alloy.image],
          ...[...services].map(
            ([name, service]) => [['services', name, 'alloy', 'image'], service.alloy?.image] as const,
          ),
        ];
  return uses
    .filter(([, image]) => image !== undefined && !image.includes('@sha256:'))
    .map(([path]) =>
      error(
        path,
        'needs a digest, for its container reaches the Docker socket and is root on the host: "adopt images --pin" adds it',
      ),
    );
}

function tooOld(path: readonly string[], image: string | undefined, product: string, oldest: Version): Finding[] {
  const version = image === undefined ? undefined : versionOf(image);
  if (!version || compare(version, oldest) >= 0) return [];
  return [error(path, `${product} ${version.join('.')} is too old: ${oldest.join('.')} or later is needed`)];
}

/** Major and minor of a tag such as `v1.18.1` or `3.7`; a tag of another kind says nothing. */
function versionOf(image: string): Version | undefined {
  const tag = /:v?([0-9]{1,6})\.([0-9]{1,6})(\.[^/]*)?(-[^/]*)?(@|$)/.exec(image);
  return tag ? [Number(tag[1]), Number(tag[2])] : undefined;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1];
}
