import { objects } from '../model/json.ts';
import { all, between, bool, filled, listOf, matching, members, oneOf, type Rule } from './rules.ts';

const SWITCH = oneOf('ENABLED', 'DISABLED');

/** API_CapacityProviderStrategyItem: one base at most; of several providers, one needs a weight. */
const oneBaseAndSomeWeight: Rule = (value, at) => {
  const items = objects(value);
  if (items.filter(({ base }) => Number(base ?? 0) > 0).length > 1) {
    return `${at}: only one capacity provider can have a base.`;
  }
  const weightless = items.length > 1 && items.every(({ weight }) => Number(weight ?? 0) === 0);
  return weightless ? `${at}: at least one capacity provider must have a weight greater than zero.` : undefined;
};

/** API_CreateService: "a maximum of 20 capacity providers". Ranges: API_CapacityProviderStrategyItem. */
export const STRATEGY = all(
  listOf(
    members({ capacityProvider: filled, weight: between(0, 1000), base: between(0, 100_000) }, ['capacityProvider']),
    20,
  ),
  oneBaseAndSomeWeight,
);

/** API_AwsVpcConfiguration: "a limit of 16 subnets", "a limit of 5 security groups". */
const AWSVPC = members({ subnets: listOf(filled, 16), securityGroups: listOf(filled, 5), assignPublicIp: SWITCH }, [
  'subnets',
]);

/** API_ServiceConnectConfiguration, API_ServiceConnectService and API_ServiceConnectClientAlias: no name "can start with a hyphen". */
const SERVICE_CONNECT = members(
  {
    enabled: bool,
    services: listOf(
      members(
        {
          portName: filled,
          discoveryName: matching(/^[a-z0-9_][a-z0-9_-]{0,63}$/),
          ingressPortOverride: between(0, 65_535),
          clientAliases: listOf(
            members({ port: between(0, 65_535), dnsName: matching(/^[a-z0-9_.][a-z0-9_.-]{0,126}$/) }, ['port']),
            1,
          ),
        },
        ['portName'],
      ),
    ),
  },
  ['enabled'],
);

const DEPLOYMENT = members({
  maximumPercent: between(0),
  minimumHealthyPercent: between(0),
  strategy: oneOf('ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'),
  deploymentCircuitBreaker: members({ enable: bool, rollback: bool }, ['enable', 'rollback']),
  alarms: members({}, ['alarmNames', 'rollback', 'enable']),
});

/** What CreateService and UpdateService check alike. Source: API reference, CreateService and the types that it names. */
export const SERVICE_MEMBERS: Readonly<Record<string, Rule>> = {
  launchType: oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'),
  schedulingStrategy: oneOf('REPLICA', 'DAEMON'),
  propagateTags: oneOf('TASK_DEFINITION', 'SERVICE', 'NONE'),
  availabilityZoneRebalancing: SWITCH,
  deploymentController: members({ type: oneOf('ECS', 'CODE_DEPLOY', 'EXTERNAL') }, ['type']),
  desiredCount: between(0),
  healthCheckGracePeriodSeconds: between(0, 2_147_483_647),
  capacityProviderStrategy: STRATEGY,
  networkConfiguration: members({ awsvpcConfiguration: AWSVPC }),
  serviceConnectConfiguration: SERVICE_CONNECT,
  deploymentConfiguration: DEPLOYMENT,
  // API_CreateService: "a maximum of 5 strategy rules for each service", "a maximum of 10 constraints for each task".
  placementStrategy: listOf(members({ type: oneOf('random', 'spread', 'binpack') }), 5),
  placementConstraints: listOf(members({ type: oneOf('distinctInstance', 'memberOf') }), 10),
  enableExecuteCommand: bool,
  enableECSManagedTags: bool,
};
