import { capacityProvider, type Environment, serviceOf, targetVariant, type Variant } from '@loki-adoption/environment';
import { type Foreseen, inWaves } from '@loki-adoption/rollout-engine';

/** What the ledger says, or why it could not be read. */
export type LedgerView = Foreseen | { readonly unreadable: string };

/**
 * What desired state and the ledger say of a deploy, for the comment on a plan: the services in the order in which the rollout takes them,
 * how earlier moves went, and why the deploy would refuse this. The README of packages/plan-comment describes the document.
 */
export function consequencesOf(
  environment: Environment,
  before: Environment | undefined,
  ledger: LedgerView | undefined,
): object {
  const { window } = environment.rollout.gates.sidecar;
  const services = inWaves(environment).map(({ name, wave, parallel, bakeSeconds, variant }) => ({
    service: name,
    wave,
    parallel,
    tasks: environment.services[name]?.desiredCount ?? 0,
    windowSeconds: variant === 'plain' ? 0 : window,
    bakeSeconds,
    kind: kindOf(variantBefore(name, before), variant),
    ...capacityChange(name, environment, before),
  }));
  if (ledger === undefined) return { schema: 1, services };
  if ('unreadable' in ledger) return { schema: 1, services, history: { status: 'unreadable', why: ledger.unreadable } };
  const moves = ledger.moves.map(({ from, to, ...move }) => ({ ...move, kind: kindOf(from, to) }));
  return { schema: 1, services, history: { status: 'read', moves }, refusal: ledger.refusal ?? null };
}

/** The rollout moves tasks to another capacity provider, and Terraform's plan doesn't show it. */
function capacityChange(service: string, environment: Environment, before: Environment | undefined): object {
  if (before === undefined || !Object.hasOwn(before.services, service)) return {};
  const [from, to] = [before, environment].map((each) => capacityProvider(each, serviceOf(each, service)));
  return from === to ? {} : { capacity: { from, to } };
}

function variantBefore(service: string, before: Environment | undefined): Variant {
  return before !== undefined && Object.hasOwn(before.services, service) ? targetVariant(before, service) : 'adot';
}

function kindOf(from: Variant, to: Variant): string {
  return from === to ? `new revision of ${to}` : `${from} to ${to}`;
}
