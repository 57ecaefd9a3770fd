import { asObject, number } from '../model/json.ts';
import type { Deployment, Service, World } from '../model/world.ts';
import { addEvent, finishServiceDeployment, openServiceDeployment, rollBack } from './deployments.ts';

export interface Breaker {
  readonly enable: boolean;
  readonly rollback: boolean;
  /** Whether a healthy task ends the counting of failed ones. */
  readonly resetOnHealthyTask: boolean;
}

export function breakerOf(service: Service): Breaker {
  const breaker = breakerSettings(service);
  return {
    enable: breaker?.['enable'] === true,
    rollback: breaker?.['rollback'] === true,
    resetOnHealthyTask: breaker?.['resetOnHealthyTask'] !== false,
  };
}

function breakerSettings(service: Service) {
  return asObject(asObject(service.settings['deploymentConfiguration'])?.['deploymentCircuitBreaker']);
}

/**
 * Failed tasks that trip the circuit breaker, by the service's latest desired count: half of it, at least 3, at most 200, unless a
 * `thresholdConfiguration` says otherwise. Source: ServiceDeploymentCircuitBreaker and ThresholdConfiguration of the ECS API.
 */
export function breakerThreshold(service: Service): number {
  const configuration = asObject(breakerSettings(service)?.['thresholdConfiguration']);
  const value = number(configuration?.['value']) ?? 50;
  if (configuration?.['type'] === 'COUNT') return value;
  const share = Math.ceil((service.desiredCount * value) / 100);
  return configuration?.['type'] === 'UNBOUNDED_PERCENT' ? share : Math.min(200, Math.max(3, share));
}

/** Fails the PRIMARY deployment once it has too many failed tasks, and goes back to the last completed one where that is asked for. */
export function tripBreaker(world: World, service: Service): void {
  const primary = service.deployments[0];
  const { enable, rollback } = breakerOf(service);
  if (primary?.rolloutState !== 'IN_PROGRESS' || !enable) return;
  if (primary.failedTasks < Math.max(1, breakerThreshold(service))) return;
  markFailed(world, service, primary);
  const open = openServiceDeployment(service);
  if (!open) return;
  if (open.rollback) finishServiceDeployment(world, open, 'ROLLBACK_FAILED', primary.rolloutStateReason);
  else if (rollback && service.lastCompleted) rollBack(world, service, 'ECS deployment circuit breaker');
  else finishServiceDeployment(world, open, 'STOPPED', primary.rolloutStateReason);
}

function markFailed(world: World, service: Service, deployment: Deployment): void {
  deployment.rolloutState = 'FAILED';
  deployment.rolloutStateReason = 'ECS deployment circuit breaker: tasks failed to start.';
  deployment.updatedAt = world.now;
  addEvent(world, service, `(deployment ${deployment.id}) deployment failed: tasks failed to start.`);
}
