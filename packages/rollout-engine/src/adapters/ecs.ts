import { createEcs } from '@loki-adoption/aws-kit';
import { UserError } from '@loki-adoption/errors';
import { withApplication } from '../model/with-application.ts';
import type { EcsPort } from '../ports.ts';

/** ECS of one cluster. */
export function liveEcs(region: string, cluster: string): EcsPort {
  const ecs = createEcs({ region });
  return {
    describeServices: (names) => ecs.describeServices(cluster, names),
    listTasks: (service, desiredStatus) => ecs.listTasks(cluster, service, desiredStatus),
    describeTasks: (arns) => ecs.describeTasks(cluster, arns),
    updateService: (service, taskDefinition, forced) => ecs.updateService(cluster, service, taskDefinition, forced),
    describeTaskDefinition: (taskDefinition) => ecs.describeTaskDefinition(taskDefinition),
    listTaskDefinitions: (family) => ecs.listTaskDefinitions(family),
    async registerWithApplication({ variantOf, applicationOf, container }) {
      const variant = await ecs.taskDefinitionInput(variantOf);
      if (variantOf === applicationOf) return ecs.registerTaskDefinition(variant);
      const joined = withApplication(variant, await ecs.taskDefinitionInput(applicationOf), container);
      if (!joined)
        throw new UserError(
          `${variantOf} or ${applicationOf} has no container ${container}: name a revision with --to.`,
        );
      return ecs.registerTaskDefinition(joined);
    },
  };
}
