import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'vitest';

export interface ContainerOptions {
  /** As ECS names it in the task definition. */
  readonly name: string;
  readonly task: string;
  readonly cluster: string;
  /** Prints what the container logs; a shell script. */
  readonly script: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: `json-file` without options. */
  readonly log?: LogConfiguration;
}

export interface LogConfiguration {
  readonly logDriver: string;
  readonly options: Readonly<Record<string, string>>;
}

/** A Docker daemon with an image that has a shell, or why there is none. */
function findDocker(): { readonly image: string } | { readonly missing: string } {
  const images = spawnSync('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'], { encoding: 'utf8' });
  if (images.error) return { missing: 'there is no "docker" on PATH' };
  if (images.status !== 0) return { missing: `Docker doesn't answer: ${images.stderr.trim()}` };
  const image = images.stdout.split('\n').find((each) => /^(.*\/)?busybox:/.test(each));
  return image ? { image } : { missing: 'Docker has no image "busybox", and tests fetch none' };
}

/** A suite that needs Docker. Without it, the suite is one skipped test that says so. */
export function describeWithDocker(title: string, suite: (image: string) => void): void {
  const docker = findDocker();
  if ('image' in docker) {
    describe(title, () => suite(docker.image));
    return;
  }
  console.info(`skipped: ${title}, because ${docker.missing}`);
  it.runIf(false)(`${title}: ${docker.missing}`, () => {});
}

/** Containers as the ECS agent starts them in network mode awsvpc; all of them, and nothing else, go with `remove`. */
export class EcsHost {
  readonly #image: string;
  readonly #label = `loki-adoption-test=${randomUUID()}`;
  readonly #pauses = new Map<string, string>();

  constructor(image: string) {
    this.#image = image;
    // Also when the tests end in a way that runs no hook.
    process.once('exit', () => this.remove());
  }

  /** Starts a container in a task, and with its first one the pause container whose network the others join. */
  start(options: ContainerOptions): string {
    const pause =
      this.#pauses.get(options.task) ?? this.#run({ ...options, name: '~internal~ecs~pause', script: SLEEP }, 'none');
    this.#pauses.set(options.task, pause);
    return this.#run(options, `container:${pause}`);
  }

  #run(options: ContainerOptions, network: string): string {
    const { name, task, cluster, script, env = {}, log = { logDriver: 'json-file', options: {} } } = options;
    const ecs = { 'task-arn': task, 'container-name': name, cluster, 'task-definition-family': 'test' };
    const labels = Object.entries(ecs).map(([key, value]) => `com.amazonaws.ecs.${key}=${value}`);
    return docker([
      ...['run', '--detach', '--network', network, '--log-driver', log.logDriver],
      ...Object.entries(log.options).flatMap(([key, value]) => ['--log-opt', `${key}=${value}`]),
      ...[this.#label, ...labels].flatMap((label) => ['--label', label]),
      ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...[this.#image, 'sh', '-c', script],
    ]);
  }

  /** Runs a shell script in a container. */
  exec(container: string, script: string): string {
    return docker(['exec', container, 'sh', '-c', script]);
  }

  remove(): void {
    const ids = docker(['ps', '--all', '--quiet', '--filter', `label=${this.#label}`]);
    if (ids !== '') docker(['rm', '--force', '--volumes', ...ids.split('\n')]);
  }
}

/** `sh` as process 1 ignores SIGTERM; these containers are removed with force. */
export const SLEEP = 'sleep 3600';

function docker(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args[0]} exited with ${status}: ${stderr}`);
  return stdout.trim();
}
