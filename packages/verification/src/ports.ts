import type { Service } from '@loki-adoption/environment';
import type { Loki } from '@loki-adoption/telemetry';

export type LokiReader = Pick<Loki, 'queryRange' | 'series'>;

/** Ids of a service's tasks: those that run now, and all it had lately (the running ones and the stopped ones ECS still lists). */
export interface ServiceTasks {
  readonly running: readonly string[];
  readonly recent: readonly string[];
}

/** What a probe needs. `now` in ms since 1970; `nonce` gives a text that no earlier probe had. */
export interface ProbePorts {
  readonly loki: LokiReader & Pick<Loki, 'ready' | 'push'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly nonce: () => string;
}

export interface VerificationPorts extends ProbePorts {
  readonly tasks: (service: Service) => Promise<ServiceTasks>;
}
