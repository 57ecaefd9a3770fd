import { asObject, type Json } from '@loki-adoption/ecs-simulator';
import type { EcsService } from '../model/ecs.ts';
import { withApplication } from '../model/with-application.ts';
import type { EcsPort } from '../ports.ts';
import { list, texts, toService, toTask, toTaskDefinition } from './ecs-wire.ts';

/** One call of the ECS API; rejects with a ServiceError. */
export type EcsCall = (action: string, input: Json) => Promise<Json>;

const SERVICES_A_CALL = 10;
const TASKS_A_CALL = 100;

/** The engine's ECS port over the API, with its batches and pages. */
export function ecsPort(call: EcsCall, cluster: string): EcsPort {
  return {
    async describeServices(names) {
      const found: EcsService[] = [];
      for (const services of batches(names, SERVICES_A_CALL)) {
        found.push(...list((await call('DescribeServices', { cluster, services }))['services']).map(toService));
      }
      return found;
    },
    async listTasks(serviceName, desiredStatus) {
      return paged((more) => call('ListTasks', { cluster, serviceName, desiredStatus, ...more }), 'taskArns');
    },
    async describeTasks(arns) {
      const found = [];
      for (const tasks of batches(arns, TASKS_A_CALL)) {
        found.push(...list((await call('DescribeTasks', { cluster, tasks }))['tasks']).map(toTask));
      }
      return found;
    },
    async updateService(service, taskDefinition, forced) {
      const capacityProviderStrategy = forced?.capacity?.map(({ provider, ...share }) => {
        return { capacityProvider: provider, ...share };
      });
      const more = forced && {
        forceNewDeployment: true,
        ...(capacityProviderStrategy && { capacityProviderStrategy }),
      };
      const answer = await call('UpdateService', { cluster, service, taskDefinition, ...more });
      return toService(asObject(answer['service']) ?? {});
    },
    async describeTaskDefinition(taskDefinition) {
      return toTaskDefinition(await describe(call, taskDefinition));
    },
    async listTaskDefinitions(familyPrefix) {
      const asked = { familyPrefix, sort: 'DESC', status: 'ACTIVE' };
      return paged((more) => call('ListTaskDefinitions', { ...asked, ...more }), 'taskDefinitionArns');
    },
    async registerWithApplication({ variantOf, applicationOf, container }) {
      const variant = await describe(call, variantOf);
      const application = await describe(call, applicationOf);
      const joined: Json | undefined = withApplication(variant, application, container);
      if (!joined) throw new Error(`There is no container ${container} in ${variantOf} and ${applicationOf}.`);
      const { family, networkMode, cpu, memory, containerDefinitions } = joined;
      const answer = await call('RegisterTaskDefinition', { family, networkMode, cpu, memory, containerDefinitions });
      return toTaskDefinition(asObject(answer['taskDefinition']) ?? {});
    },
  };
}

async function describe(call: EcsCall, taskDefinition: string): Promise<Json> {
  return asObject((await call('DescribeTaskDefinition', { taskDefinition }))['taskDefinition']) ?? {};
}

async function paged(ask: (more: Json) => Promise<Json>, key: string): Promise<string[]> {
  const found: string[] = [];
  let nextToken: unknown;
  do {
    const answer = await ask(nextToken === undefined ? {} : { nextToken });
    found.push(...texts(answer[key]));
    nextToken = answer['nextToken'];
  } while (nextToken !== undefined);
  return found;
}

function batches<T>(items: readonly T[], size: number): T[][] {
  const many = Math.ceil(items.length / size);
  return Array.from({ length: many }, (_, index) => items.slice(index * size, (index + 1) * size));
}
