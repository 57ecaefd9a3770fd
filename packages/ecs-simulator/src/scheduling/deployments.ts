import { asObject, number, pick } from '../model/json.ts';
import { ecsArn, randomText, uuid } from '../model/names.ts';
import type { Deployment, Service, ServiceDeployment, Task, TaskDefinition, World } from '../model/world.ts';

/** ECS shows the newest hundred events of a service. */
const EVENTS_KEPT = 100;

/** A change of one of these starts a deployment. Source: API_UpdateService. */
export const DEPLOYING_FIELDS = [
  'platformVersion',
  'networkConfiguration',
  'serviceConnectConfiguration',
  'volumeConfigurations',
];

/**
 * Settings that belong to a generation of the service: a task has those of the deployment that started it. For another capacity the caller
 * has to force one.
 */
export const GENERATION_FIELDS = ['launchType', 'capacityProviderStrategy', ...DEPLOYING_FIELDS];

export function addEvent(world: World, service: Service, what: string): void {
  world.changes += 1;
  const event = { id: uuid(world), createdAt: world.now, message: `(service ${service.name}) ${what}` };
  service.events = [event, ...service.events].slice(0, EVENTS_KEPT);
}

/** Makes a new generation the PRIMARY one; the scheduler then moves the tasks. */
export function beginDeployment(world: World, service: Service, taskDefinition: TaskDefinition): Deployment {
  const id = `ecs-svc/${randomText(world, 1, '123456789')}${randomText(world, 18, '0123456789')}`;
  const revisionArn = ecsArn(
    world,
    `service-revision/${service.cluster}/${service.name}/${randomText(world, 19, '0123456789')}`,
  );
  supersede(world, service);
  const serviceDeployment: ServiceDeployment = {
    arn: ecsArn(world, `service-deployment/${service.cluster}/${service.name}/${randomText(world, 21)}`),
    targetRevisionArn: revisionArn,
    sourceRevisionArns: service.deployments.map((older) => older.revisionArn),
    createdAt: world.now,
    updatedAt: world.now,
    status: 'IN_PROGRESS',
  };
  const deployment: Deployment = {
    id,
    revisionArn,
    serviceDeployment,
    taskDefinition,
    settings: pick(service.settings, GENERATION_FIELDS),
    createdAt: world.now,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    updatedAt: world.now,
    failedTasks: 0,
    proven: false,
    failuresInRow: 0,
    retryAt: world.now,
  };
  service.deployments = [deployment, ...service.deployments];
  service.serviceDeployments = [serviceDeployment, ...service.serviceDeployments];
  service.steady = false;
  return deployment;
}

function supersede(world: World, service: Service): void {
  for (const older of service.deployments) older.status = 'ACTIVE';
  const running = openServiceDeployment(service);
  if (running) finishServiceDeployment(world, running, 'STOPPED', 'Replaced by a newer deployment.');
}

export function completeDeployment(world: World, service: Service, deployment: Deployment): void {
  deployment.rolloutState = 'COMPLETED';
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`;
  deployment.updatedAt = world.now;
  service.lastCompleted = deployment;
  service.deployments = [deployment];
  const current = openServiceDeployment(service);
  if (current) finishServiceDeployment(world, current, current.rollback ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL');
  addEvent(world, service, `(deployment ${deployment.id}) deployment completed.`);
}

export function percents(service: Service): { readonly minimum: number; readonly maximum: number } {
  const configuration = asObject(service.settings['deploymentConfiguration']);
  return {
    minimum: number(configuration?.['minimumHealthyPercent']) ?? 100,
    maximum: number(configuration?.['maximumPercent']) ?? 200,
  };
}

/** Points the service back at its last completed generation, under its old id, even where its task definition is INACTIVE by now. */
export function rollBack(world: World, service: Service, reason: string): void {
  const goal = service.lastCompleted;
  const current = service.deployments[0];
  if (!goal || !current || goal === current) return;
  for (const deployment of service.deployments) deployment.status = 'ACTIVE';
  goal.status = 'PRIMARY';
  goal.rolloutState = 'IN_PROGRESS';
  goal.rolloutStateReason = `${reason}: rolling back to deploymentId ${goal.id}.`;
  goal.updatedAt = world.now;
  // It is judged again from the start: a rollback can fail as well.
  goal.failedTasks = 0;
  goal.proven = false;
  goal.failuresInRow = 0;
  goal.retryAt = world.now;
  service.deployments = [goal, ...service.deployments.filter((other) => other !== goal)];
  service.settings = { ...service.settings, ...goal.settings };
  service.steady = false;
  const serviceDeployment = current.serviceDeployment;
  serviceDeployment.status = 'ROLLBACK_IN_PROGRESS';
  serviceDeployment.statusReason = current.rolloutStateReason;
  serviceDeployment.rollback = { reason, startedAt: world.now, revisionArn: goal.revisionArn };
  serviceDeployment.updatedAt = world.now;
  addEvent(world, service, `rolling back to deployment ${goal.id}.`);
}

/** The service deployment that has not ended. */
export function openServiceDeployment(service: Service): ServiceDeployment | undefined {
  return service.serviceDeployments.find((one) => one.finishedAt === undefined);
}

export function finishServiceDeployment(
  world: World,
  deployment: ServiceDeployment,
  status: string,
  reason?: string,
): void {
  deployment.status = status;
  if (reason) deployment.statusReason = reason;
  deployment.updatedAt = world.now;
  deployment.finishedAt = world.now;
}

/** Tasks that have not stopped. */
export function tasksOf(service: Service, deployment?: Deployment): readonly Task[] {
  return deployment ? service.tasks.filter((task) => task.deploymentId === deployment.id) : service.tasks;
}
