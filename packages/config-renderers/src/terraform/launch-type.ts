import type { Service } from '@loki-adoption/environment';

/** As ECS writes it. */
export function launchType(capacity: Service['capacity']): 'EC2' | 'FARGATE' {
  return capacity === 'fargate' ? 'FARGATE' : 'EC2';
}
