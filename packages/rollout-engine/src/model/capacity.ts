import * as z from 'zod';

/** The capacity providers that ECS shares a service's tasks out to, as UpdateService takes them. Empty: the service has a launch type instead. */
export const capacity = z.array(z.strictObject({ provider: z.string(), weight: z.int(), base: z.int() })).readonly();

export type Capacity = z.infer<typeof capacity>;

/** A deployment that ECS starts even if it would see nothing to do, on another capacity where that is given. */
export interface ForcedDeployment {
  readonly capacity: Capacity | null;
}

/** Whether both share tasks out alike, in whatever order they name the providers. */
export function isSameCapacity(one: Capacity, other: Capacity): boolean {
  return one.length === other.length && keysOf(one).every((key, index) => key === keysOf(other)[index]);
}

function keysOf(shares: Capacity): string[] {
  return shares.map(({ provider, weight, base }) => `${provider} ${weight} ${base}`).sort();
}

/** `graviton → FARGATE`. */
export function capacityChange(from: Capacity, to: Capacity): string {
  return `${capacityWords(from)} → ${capacityWords(to)}`;
}

/** `FARGATE`, or `FARGATE and FARGATE_SPOT`. */
export function capacityWords(shares: Capacity): string {
  return shares.length === 0 ? 'its launch type' : shares.map(({ provider }) => provider).join(' and ');
}
