import { VARIANTS } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import * as z from 'zod';
import type { DefinitionMap } from '../run/desired.ts';

const arn = z.string().regex(/^arn:[^:]+:ecs:.+:task-definition\/.+:\d+$/);
const definitions = z.record(z.string(), z.union([arn, z.partialRecord(z.enum(VARIANTS), arn)]));

/**
 * Reads `{"worker": "arn:…"}`, or `{"worker": {"adot": "arn:…", "alloy": "arn:…"}}`. `where` names the input for the message of the
 * `UserError`.
 */
export function parseDefinitions(text: string, where: string): DefinitionMap {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(where, "isn't JSON");
  }
  return checkDefinitions(value, where);
}

/** The same for a value that isn't text any more. */
export function checkDefinitions(value: unknown, where: string): DefinitionMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(where, "isn't an object");
  const parsed = definitions.safeParse(value);
  if (parsed.success) return parsed.data as DefinitionMap;
  throw invalid(where, `has no ARN for ${String(parsed.error.issues[0]?.path[0])}`);
}

function invalid(where: string, what: string): UserError {
  return new UserError(
    `${where} ${what}: expected a JSON object, service → task definition ARN, as Terraform's output target_task_definitions has it.`,
  );
}
