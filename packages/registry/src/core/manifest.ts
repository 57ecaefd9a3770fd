/** A platform as images name it: `linux/arm64`, `linux/arm/v7`. */
export type Platform = string;

/** What a manifest says about platforms; a single image says it in its configuration, a blob of its own. */
export type Manifest =
  | { readonly kind: 'index'; readonly platforms: readonly Platform[] }
  | { readonly kind: 'image'; readonly configDigest: string }
  | { readonly kind: 'unknown'; readonly mediaType: string };

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;
const IMAGES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** For a request's `Accept`: an index first, so that an image of several platforms is never reduced to one of them. */
export const MANIFEST_TYPES: readonly string[] = [...INDEXES, ...IMAGES];

/** Reads a manifest; throws an `Error` with the reason when it is none. `contentType` is the answer's header. */
export function parseManifest(body: string, contentType: string | undefined): Manifest {
  const manifest = objectOf(JSON.parse(body));
  const sent = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const written = typeof manifest['mediaType'] === 'string' ? manifest['mediaType'] : '';
  // The same bytes must not be an index for one reader and an image for another.
  if (isKnown(sent) && isKnown(written) && sent !== written) {
    throw new Error(`it was sent as ${sent}, but says of itself that it is ${written}`);
  }
  const mediaType = isKnown(sent) ? sent : written || sent;
  if (isOneOf(INDEXES, mediaType)) return { kind: 'index', platforms: platformsOf(manifest['manifests']) };
  if (!isOneOf(IMAGES, mediaType)) return { kind: 'unknown', mediaType };
  const configDigest = objectOf(manifest['config'])['digest'];
  // It becomes a part of an address.
  if (typeof configDigest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(configDigest)) {
    throw new Error('it names no configuration');
  }
  return { kind: 'image', configDigest };
}

/** The platform that the configuration of a single image names. */
export function platformOfConfig(body: string): Platform | undefined {
  return platformName(objectOf(JSON.parse(body)));
}

function platformsOf(manifests: unknown): Platform[] {
  if (!Array.isArray(manifests)) throw new Error('it lists no manifests');
  const names = manifests.map((each) => platformName(objectOf(objectOf(each)['platform'])));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Attestations are listed with the platform unknown/unknown. */
function platformName(platform: Record<string, unknown>): Platform | undefined {
  const { os, architecture, variant } = platform;
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === 'unknown' || os === '') return undefined;
  // arm64 has one variant that matters; everyone writes it with or without.
  const suffix = typeof variant === 'string' && variant !== '' && architecture !== 'arm64' ? `/${variant}` : '';
  return `${os}/${architecture}${suffix}`;
}

function isKnown(mediaType: string): boolean {
  return MANIFEST_TYPES.includes(mediaType);
}

function isOneOf(types: readonly string[], mediaType: string): boolean {
  return types.includes(mediaType);
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
