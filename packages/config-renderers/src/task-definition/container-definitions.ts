import { UserError } from '@loki-adoption/errors';
import { canonicalJson } from '../text.ts';
import type { ContainerDefinition } from './model.ts';

/** Of a task definition, as ECS takes it. */
export const LIMIT_BYTES = 65_536;
/** Role ARNs, volumes, sizes and the other fields that Terraform adds. */
const REST_BYTES = 1024;

/** The containers of a task definition as text. `UserError` if with it the whole comes too close to ECS's 64 KiB. */
export function containerDefinitions(where: string, containers: readonly ContainerDefinition[]): string {
  const text = canonicalJson(containers);
  const bytes = new TextEncoder().encode(text).length + REST_BYTES;
  if (bytes <= LIMIT_BYTES) return text;
  throw new UserError(
    `${where}: its task definition has ${bytes} bytes, and ECS takes ${LIMIT_BYTES}. ` +
      'Shorten the environment variables, or move large ones to secrets.',
  );
}
