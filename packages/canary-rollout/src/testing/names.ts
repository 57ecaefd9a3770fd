import type { Environment } from '@loki-adoption/environment';

export function ecsName(environment: Environment, service: string): string {
  return `${environment.cluster}-${environment.services[service]?.container ?? service}`;
}

/** Odd revisions hold ADOT, even ones Alloy. */
export function sidecarOf(definition: string): string {
  return Number(definition.slice(definition.lastIndexOf(':') + 1)) % 2 === 0 ? 'alloy' : 'adot-collector';
}
