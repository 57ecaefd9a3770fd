import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { alloyTree } from '../../packages/config-renderers/src/alloy/config.ts';
import { printAlloy } from '../../packages/config-renderers/src/alloy/printer.ts';
import { attributes, component, object, reference } from '../../packages/config-renderers/src/alloy/syntax.ts';
import { lokiConfig } from '../../packages/config-renderers/src/loki/config.ts';
import type { Service } from '../../packages/environment/src/index.ts';
import { findFreePort } from '../../packages/sandbox/src/loki/http.ts';
import { type RunningProcess, startProcess } from '../../packages/sandbox/src/processes/index.ts';
import { lokiInFolder, sampleService } from './task-on-this-machine.ts';

/** A Loki, and an Alloy that sends it the lines of a file by the rendered way: the file stands for Docker. */
export interface AlloyFromFile {
  readonly lokiUrl: string;
  readonly alloyUrl: string;
  readonly alloy: RunningProcess;
}

/** Adds what it has started to `programs`, which the caller stops: also after a start that failed half-way. */
export async function startAlloyFromFile(
  bin: { readonly alloy: string; readonly loki: string },
  { folder, programs }: { readonly folder: string; readonly programs: RunningProcess[] },
  written: string,
  logs: Service['logs'] = {},
): Promise<AlloyFromFile> {
  const { environment, service } = sampleService(9090);
  const http = await findFreePort();
  const lokiUrl = `http://127.0.0.1:${http}`;
  const config = join(folder, 'loki.yaml');
  writeFileSync(config, lokiInFolder(lokiConfig(environment), { folder, http, grpc: await findFreePort() }));
  const logFile = (name: string) => join(folder, `${name}.log`);
  programs.push(await startProcess({ command: bin.loki, args: [`-config.file=${config}`], logFile: logFile('loki') }));
  await vi.waitFor(async () => expect((await fetch(`${lokiUrl}/ready`)).status).toBe(200), {
    timeout: 60_000,
    interval: 200,
  });
  const way = alloyTree(environment, { ...service, logs }).filter(({ name }) =>
    ['loki.process', 'loki.write'].includes(name),
  );
  const target = { __path__: join(folder, 'lines.log'), service_name: 'worker', container_name: 'temporal-worker' };
  const source = component(
    'loki.source.file',
    'task',
    ...attributes({ targets: [object(target)], forward_to: [reference('loki.process.task.receiver')] }),
  );
  writeFileSync(join(folder, 'config.alloy'), printAlloy([source, ...way]));
  writeFileSync(target.__path__, written);
  mkdirSync(join(folder, 'alloy'));
  const port = await findFreePort();
  const alloy = await startProcess({
    command: bin.alloy,
    args: [
      ...['run', `--storage.path=${join(folder, 'alloy')}`, '--disable-reporting'],
      `--server.http.listen-addr=127.0.0.1:${port}`,
      join(folder, 'config.alloy'),
    ],
    env: { ...process.env, LOKI_URL: `${lokiUrl}/loki/api/v1/push` },
    logFile: logFile('alloy'),
  });
  programs.push(alloy);
  return { lokiUrl, alloyUrl: `http://127.0.0.1:${port}`, alloy };
}
