/** How long the stages of a task take, in milliseconds. AWS takes minutes where the sandbox takes tenths of a second. */
export interface Tempo {
  readonly provisioningMs: number;
  /** From PENDING to the start of the first container: image pull. */
  readonly pullMs: number;
  /** Run time of a container that others wait for with COMPLETE or SUCCESS. */
  readonly initMs: number;
  /** From the start of a container to the first verdict of its health check. */
  readonly healthMs: number;
  /** How long a task without a health check has to be RUNNING to count as healthy; 40 s in AWS. */
  readonly readyMs: number;
  readonly stoppingMs: number;
  /** First wait after a task that never got to RUNNING; doubles with every further one after the third. */
  readonly retryMs: number;
}

export const DEFAULT_TEMPO: Tempo = {
  provisioningMs: 300,
  pullMs: 300,
  initMs: 200,
  healthMs: 300,
  readyMs: 300,
  stoppingMs: 300,
  retryMs: 300,
};
