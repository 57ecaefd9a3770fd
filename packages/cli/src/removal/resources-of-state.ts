import { errorMessage, UserError } from '@loki-adoption/errors';
import * as z from 'zod';

const stateSchema = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      module: z.string().optional(),
      mode: z.enum(['managed', 'data']),
      type: z.string(),
      name: z.string(),
      instances: z.array(z.unknown()),
    }),
  ),
});

/** Addresses of what a Terraform state manages. `where` names it in the error for a text that is not a state. */
export function resourcesOfState(text: string, where: string): string[] {
  const state = stateSchema.safeParse(parsed(text, where));
  if (!state.success) throw notAState(where, 'it is not a state of version 4');
  return state.data.resources
    .filter(({ mode, instances }) => mode === 'managed' && instances.length > 0)
    .map(({ module, type, name }) => [module, type, name].filter((part) => part !== undefined).join('.'));
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAState(where, errorMessage(error), error);
  }
}

function notAState(where: string, why: string, cause?: unknown): UserError {
  return new UserError(
    `${where} can't be read as a state of Terraform, so nobody knows what is left: ${why}. Restore an earlier version of the object.`,
    { cause },
  );
}
