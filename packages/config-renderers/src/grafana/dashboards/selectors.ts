/** Levels that count as errors, as the sidecars write them. */
export const ERROR_LEVELS = 'error|fatal';

/** Sidecars of the chosen services, in the series that they write of themselves. */
export const SIDECARS = 'cluster="$cluster", service_name=~"$service"';

/** Loki's own series, as the collector in its task writes them. */
export const LOKI = 'job="loki", cluster="$cluster"';

/** ADOT writes no cluster label; the ARN that its resource detection finds has the name at its end. */
export const ADOT = 'aws_ecs_task_id!="", aws_ecs_cluster_arn=~".+/$cluster"';
