import type { ResourceChange } from '../../read/plan.ts';
import { destroys, kindOf } from '../classify.ts';
import { type Hit, says } from './finding.ts';

/** What runs stops: ECS starts nothing in its place before Terraform has created the service anew. */
export function serviceLoss(change: ResourceChange): Hit[] {
  if (change.type !== 'aws_ecs_service' || !destroys(change)) return [];
  const message =
    kindOf(change) === 'replace'
      ? says`stops all tasks of the ECS service before it starts others`
      : says`stops all tasks of the ECS service for good`;
  return [{ rule: 'service-stopped', severity: 'danger', message }];
}
