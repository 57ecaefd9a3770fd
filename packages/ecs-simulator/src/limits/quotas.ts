/** How many calls a bucket holds, and how many it gets back each second. */
export interface Quota {
  readonly name: string;
  readonly burst: number;
  readonly perSecond: number;
  readonly actions: readonly string[];
}

/**
 * The request quotas of the ECS API, each for an account and a Region, for the actions that the simulator supports. Source:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
export const QUOTAS: readonly Quota[] = [
  {
    name: 'task definition modify',
    burst: 20,
    perSecond: 1,
    actions: ['RegisterTaskDefinition', 'DeregisterTaskDefinition'],
  },
  {
    name: 'task definition read',
    burst: 50,
    perSecond: 20,
    actions: ['DescribeTaskDefinition', 'ListTaskDefinitions'],
  },
  { name: 'service modify', burst: 50, perSecond: 5, actions: ['CreateService', 'UpdateService', 'DeleteService'] },
  { name: 'service read', burst: 100, perSecond: 20, actions: ['DescribeServices', 'ListServices'] },
  {
    name: 'service deployment read',
    burst: 50,
    perSecond: 20,
    actions: ['DescribeServiceDeployments', 'ListServiceDeployments'],
  },
  { name: 'service revision read', burst: 50, perSecond: 20, actions: ['DescribeServiceRevisions'] },
  { name: 'cluster read', burst: 50, perSecond: 20, actions: ['DescribeClusters'] },
  { name: 'cluster resource read', burst: 100, perSecond: 20, actions: ['DescribeTasks', 'ListTasks'] },
  { name: 'cluster resource modify', burst: 100, perSecond: 40, actions: ['StopTask'] },
  { name: 'tag modify', burst: 20, perSecond: 10, actions: ['TagResource', 'UntagResource'] },
];
