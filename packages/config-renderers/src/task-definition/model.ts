/** A container of a task definition, as the ECS API names its parts. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  /** ECS CPU units. */
  readonly cpu?: number;
  /** MiB; the container is killed above it. */
  readonly memory?: number;
  /** User and group; default: those of the image. */
  readonly user?: string;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: readonly NameValue[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly portMappings?: readonly PortMapping[];
  readonly mountPoints?: readonly MountPoint[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: 'START' | 'SUCCESS' }[];
  readonly healthCheck?: HealthCheck;
  readonly logConfiguration: LogConfiguration;
  readonly restartPolicy?: { readonly enabled: true; readonly restartAttemptPeriod: number };
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeout?: number;
}

export interface NameValue {
  readonly name: string;
  readonly value: string;
}

export interface PortMapping {
  readonly name: string;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: 'tcp';
}

export interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** Times in seconds. */
export interface HealthCheck {
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

export interface LogConfiguration {
  readonly logDriver: 'awslogs' | 'json-file';
  readonly options: Readonly<Record<string, string>>;
}
