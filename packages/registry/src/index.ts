export { livePorts } from './adapters/live-ports.ts';
export { createRegistry, type Registry, type ResolvedImage } from './client.ts';
export type { Platform } from './core/manifest.ts';
export { type ImageReference, parseReference, withDigest } from './core/reference.ts';
export { RegistryError, type RegistryFailure } from './registry-error.ts';
