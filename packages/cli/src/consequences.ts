import { type Environment, targetVariant } from '@loki-adoption/environment';

/**
 * What desired state says of a move, for the comment on a plan: the services in the order in which the rollout takes them. The README of
 * packages/plan-comment describes the document; `history` is for who can read the ledger.
 */
export function consequencesOf(environment: Environment, before: Environment | undefined): object {
  const { rollout } = environment;
  const services = rollout.waves.flatMap((wave, index) =>
    wave.services
      .filter((name) => Object.hasOwn(environment.services, name))
      .map((name) => ({
        service: name,
        wave: index + 1,
        tasks: environment.services[name]?.desiredCount ?? 0,
        windowSeconds: rollout.gates.sidecar.window,
        bakeSeconds: wave.bake ?? rollout.bake,
        kind: kindOf(name, environment, before),
      })),
  );
  return { schema: 1, services };
}

function kindOf(service: string, environment: Environment, before: Environment | undefined): string {
  const now = targetVariant(environment, service);
  const old = before !== undefined && Object.hasOwn(before.services, service) ? targetVariant(before, service) : 'adot';
  return old === now ? `new revision of ${now}` : `${old} to ${now}`;
}
