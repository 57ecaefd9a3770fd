import type { TestWorld } from '../test-world.ts';
import { SERVICES, type ServiceName } from './commands.ts';

/** What was true in ECS, and when: what a run claims is held against it. Times in ms since 1970. */
export interface Truth {
  /** Looks at ECS; called whenever time has moved or something was changed. */
  readonly sample: () => void;
  /** Whether ECS deployed, or had deployed, this definition at some moment of a span. */
  readonly deployed: (service: ServiceName, definition: string, from: number, until: number) => boolean;
  /** Whether no task of the service was wanted at some moment of a span. */
  readonly wasEmpty: (service: ServiceName, from: number, until: number) => boolean;
}

interface Span {
  readonly definition: string;
  readonly isEmpty: boolean;
  readonly from: number;
  until: number;
}

/** A change between two samples counts from the first of them, and until the second: nobody is blamed for a moment in between. */
export function createTruth({ account, stage }: TestWorld): Truth {
  const spans = new Map<ServiceName, Span[]>(SERVICES.map((name) => [name, []]));
  let sampledAt = stage.now();

  function sample(): void {
    account.ecs.advance();
    const now = stage.now();
    const services = [...account.ecs.world().services.values()];
    for (const name of SERVICES) {
      const service = services.find((each) => each.name === account.ecsName(name));
      const definition = service?.deployments[0]?.taskDefinition.arn ?? '';
      const isEmpty = service?.desiredCount === 0;
      const own = spans.get(name) ?? [];
      const last = own.at(-1);
      if (last) last.until = now;
      if (last?.definition !== definition || last.isEmpty !== isEmpty) {
        own.push({ definition, isEmpty, from: sampledAt, until: now });
      }
    }
    sampledAt = now;
  }

  function within(service: ServiceName, from: number, until: number, holds: (span: Span) => boolean): boolean {
    return (spans.get(service) ?? []).some((span) => span.from <= until && span.until >= from && holds(span));
  }

  sample();
  return {
    sample,
    deployed: (service, definition, from, until) =>
      within(service, from, until, (span) => span.definition === definition),
    wasEmpty: (service, from, until) => within(service, from, until, (span) => span.isEmpty),
  };
}
