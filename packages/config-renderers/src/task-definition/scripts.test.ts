import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { lokiContainerDefinitions } from '../loki/container-definitions.ts';
import { LOKI_FILES, sample } from '../test-environments.ts';
import type { ContainerDefinition } from './model.ts';
import { renderService } from './service.ts';

function alloyContainer(): ContainerDefinition {
  const environment = sample('rollout');
  const worker = environment.services['worker'];
  if (!worker) throw new Error('the sample lost its worker');
  const { variants } = renderService(environment, worker);
  const text = variants.find((each) => each.variant === 'alloy')?.containerDefinitions ?? '[]';
  const alloy = (JSON.parse(text) as ContainerDefinition[]).find((each) => each.name === 'alloy');
  if (!alloy) throw new Error('the alloy variant has no sidecar');
  return alloy;
}

/** Exit code of Alloy's health check against a server that answers with this status. */
async function healthCheck(status: number): Promise<number | null> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/-/ready' ? status : 404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = alloyContainer().healthCheck?.command.at(-1)?.replace('/12345', `/${port}`) ?? 'exit 9';
  const child = spawn('/bin/bash', ['-c', script], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  server.closeAllConnections();
  server.close();
  return code;
}

describe('scripts in containers', () => {
  it('are valid bash', () => {
    const [writer] = JSON.parse(lokiContainerDefinitions(sample('rollout'), LOKI_FILES)) as ContainerDefinition[];
    const alloy = alloyContainer();
    for (const script of [alloy.command?.[0], alloy.healthCheck?.command.at(-1), writer?.command?.[0]]) {
      const { status, stderr } = spawnSync('/bin/bash', ['-n', '-c', script ?? 'fi'], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });

  it('find Alloy healthy when it says ready, and only then', async () => {
    expect(await healthCheck(200)).toBe(0);
    expect(await healthCheck(503)).toBe(1);
  });
});
