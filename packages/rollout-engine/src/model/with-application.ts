/** A task definition as RegisterTaskDefinition takes it, as far as this is about its containers. */
export interface Registrable {
  readonly family?: string | undefined;
  readonly containerDefinitions?: readonly RegistrableContainer[] | undefined;
}

export interface RegistrableContainer {
  readonly name?: string | undefined;
}

/**
 * What of an application's container belongs to the variant it runs in: where its lines go, what it waits for, and the share of the task
 * that its sidecar leaves it.
 */
const OF_THE_VARIANT = [
  'logConfiguration',
  'dependsOn',
  'mountPoints',
  'volumesFrom',
  'cpu',
  'memory',
  'memoryReservation',
];

/**
 * The variant of one definition with the application of another: sidecars, volumes and sizes stay, the application's container comes with
 * its image, command, environment and whatever else is its own. `undefined` where either has no such container.
 */
export function withApplication<T extends Registrable>(
  variant: T,
  application: Registrable,
  container: string,
): T | undefined {
  const own = application.containerDefinitions?.find(({ name }) => name === container);
  const old = variant.containerDefinitions?.find(({ name }) => name === container);
  if (!own || !old) return undefined;
  const kept = Object.entries(old).filter(([key]) => OF_THE_VARIANT.includes(key));
  const brought = Object.entries(own).filter(([key]) => !OF_THE_VARIANT.includes(key));
  const joined: RegistrableContainer = { ...Object.fromEntries([...brought, ...kept]) };
  const containerDefinitions = variant.containerDefinitions?.map((each) => (each === old ? joined : each));
  return { ...variant, containerDefinitions };
}
