interface Size {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * CPU units and MiB that AWS asks a task to leave for the proxy of Service Connect. ECS adds it to every task here, to no container
 * definition. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export const SERVICE_CONNECT_PROXY: Size = { cpu: 256, memory: 64 };

/** MiB that a container is given at least. */
export const SMALLEST_MEMORY = 64;

/**
 * What the main container has of what its sidecar leaves. Memory is a hard limit of the task, so the proxy's is left out whole; CPU units of a
 * container are a share, so the proxy has at most a quarter of it.
 */
export function besideProxy(left: Size): Size {
  return {
    cpu: left.cpu - Math.min(SERVICE_CONNECT_PROXY.cpu, Math.floor(left.cpu / 4)),
    memory: Math.max(SMALLEST_MEMORY, left.memory - SERVICE_CONNECT_PROXY.memory),
  };
}
