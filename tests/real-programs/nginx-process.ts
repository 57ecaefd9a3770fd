import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { GATEWAY_FOLDER, GATEWAY_HEALTH_PATH } from '../../packages/config-renderers/src/loki-gateway/config.ts';
import type { ContainerDefinition } from '../../packages/config-renderers/src/task-definition/model.ts';
import { type RunningProcess, startProcess } from '../../packages/sandbox/src/processes/index.ts';

export interface GatewayPlace {
  /** Everything that is written lies below it. */
  readonly folder: string;
  readonly nginxBin: string;
  readonly port: number;
  readonly lokiPort: number;
  /** ARN of a secret → the password in it. */
  readonly passwords: Readonly<Record<string, string>>;
}

/**
 * Starts the gateway as its container does: with the rendered script and variables, and each secret's value in its
 * variable. What differs: where nginx, its folder and its ports are. Returns when it answers.
 */
export async function startGateway(container: ContainerDefinition, place: GatewayPlace): Promise<RunningProcess> {
  mkdirSync(place.folder, { recursive: true });
  const [command = '', ...entryArgs] = container.entryPoint ?? [];
  const own = join(place.folder, 'gateway');
  const script = (container.command?.[0] ?? '')
    .replaceAll(GATEWAY_FOLDER, own)
    .replace('exec nginx', `exec ${place.nginxBin}`);
  const rendered = Object.fromEntries(container.environment.map(({ name, value }) => [name, value]));
  const secrets = (container.secrets ?? []).map(({ name, valueFrom }) => [name, place.passwords[valueFrom] ?? '']);
  const gateway = await startProcess({
    command,
    args: [...entryArgs, script],
    env: {
      PATH: process.env['PATH'] ?? '',
      ...rendered,
      GATEWAY_CONFIG: onThisMachine(rendered['GATEWAY_CONFIG'] ?? '', place, own),
      ...Object.fromEntries(secrets),
    },
    logFile: join(place.folder, 'gateway.log'),
  });
  await vi.waitFor(
    async () => {
      const { status } = await fetch(`http://127.0.0.1:${place.port}${GATEWAY_HEALTH_PATH}`);
      if (status !== 200) throw new Error(`the gateway answers ${status}`);
    },
    { timeout: 20_000, interval: 50 },
  );
  return gateway;
}

function onThisMachine(rendered: string, { port, lokiPort }: GatewayPlace, own: string): string {
  // As root nginx changes the user of its workers, who couldn't read the passwords then; the container isn't root.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  return (
    user +
    rendered
      .replaceAll(GATEWAY_FOLDER, own)
      // Node gives children sockets, which can't be opened by name.
      .replace('/dev/stdout', join(own, 'access.log'))
      .replace('listen 3100;', `listen 127.0.0.1:${port};`)
      .replace('server 127.0.0.1:3101;', `server 127.0.0.1:${lokiPort};`)
  );
}
