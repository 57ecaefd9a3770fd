import { SIDECAR_CONTAINERS, type Variant } from '@loki-adoption/environment';
import type { TaskDefinition } from './ecs.ts';

/** What a task definition revision stands for: a version of the application, and a variant. */
export interface Revision {
  /** Image of the application's container; `null` where the revision has no such container. */
  readonly image: string | null;
  readonly variant: Variant;
}

/** Reads a revision off the containers that it has. */
export function revisionFacts(definition: TaskDefinition, container: string): Revision {
  const has = (name: string): boolean => definition.containers.some((each) => each.name === name);
  const image = definition.containers.find((each) => each.name === container)?.image ?? null;
  return { image, variant: has(SIDECAR_CONTAINERS.alloy) ? 'alloy' : has(SIDECAR_CONTAINERS.adot) ? 'adot' : 'plain' };
}

/** What somebody loses, or gets back, when a service goes from one revision to another. */
export function difference(from: Revision, to: Revision): string {
  const parts: string[] = [];
  if (from.variant !== to.variant) parts.push(`the variant (${from.variant} → ${to.variant})`);
  if (from.image !== to.image) parts.push(`the application (${shortImage(from.image)} → ${shortImage(to.image)})`);
  return parts.length > 0 ? parts.join(' and ') : 'only settings of the same variant and application';
}

/** `worker:1.30.0` of an image's full name; a digest is cut to twelve digits. */
export function shortImage(image: string | null): string {
  if (image === null) return 'none';
  const [name = '', digest] = image.slice(image.lastIndexOf('/') + 1).split('@');
  return digest === undefined ? name : `${name}@${digest.replace(/^sha256:/, '').slice(0, 12)}`;
}
