import type { Service } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';

/** What a collector scrapes of a service that has one. */
export function metricsOf(service: Service): NonNullable<Service['metrics']> {
  if (service.metrics) return service.metrics;
  throw new UserError(
    `services.${service.name}: a collector needs metrics {port, job} to scrape. Add them, or set collector to none.`,
  );
}
