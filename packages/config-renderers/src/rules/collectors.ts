import type { Environment, Service } from '@loki-adoption/environment';

/** Places of a template: cluster, service. */
export const OF_SERVICE = 'cluster="@cluster@", service_name="@service@"';

/** Number of tasks of a service whose Alloy reports. */
export const ON_ALLOY = `(count(up{job="alloy", ${OF_SERVICE}} == 1) or vector(0))`;

/** Tasks of a service that ADOT reports on. Places of a template: cluster, job. */
export const ADOT_UP = 'up{job="@job@", aws_ecs_task_id!="", aws_ecs_cluster_arn=~".+/@cluster@"}';

/** What fills these places. */
export function collectorValues({ cluster }: Environment, { name, metrics }: Service) {
  return { cluster, service: name, job: metrics?.job ?? name };
}
