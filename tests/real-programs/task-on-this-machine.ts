import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { alloyConfig } from '../../packages/config-renderers/src/alloy/config.ts';
import { lokiConfig } from '../../packages/config-renderers/src/loki/config.ts';
import { PROXY_FOLDER, PROXY_SOCKET_PATH } from '../../packages/config-renderers/src/socket-proxy/paths.ts';
import type { ContainerDefinition } from '../../packages/config-renderers/src/task-definition/model.ts';
import { renderService } from '../../packages/config-renderers/src/task-definition/service.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';

export interface Place {
  /** Everything that is written lies below it. */
  readonly folder: string;
  readonly alloyBin: string;
  readonly ports: {
    readonly alloy: number;
    readonly loki: number;
    readonly lokiGrpc: number;
    readonly metrics: number;
  };
  /** Whether the sidecar reads Docker through the proxy that `socketProxyOnThisMachine` is. */
  readonly hasProxy: boolean;
  readonly metadataUrl: string;
  readonly ampUrl: string;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The service whose sidecar runs, as the sample has it but for the port where its metrics are, and the proxy. */
export function sampleService(metricsPort: number, hasProxy = false) {
  const rendered = sample('rollout');
  const socketProxy = { image: 'nginx:1.30.6-alpine', cpu: 32, memory: 64 };
  const environment = hasProxy ? { ...rendered, alloy: { ...rendered.alloy, socketProxy } } : rendered;
  const worker = environment.services['worker'];
  if (!worker?.metrics) throw new Error('the sample lost its worker');
  const service = { ...worker, metrics: { ...worker.metrics, port: metricsPort } };
  return { environment: { ...environment, services: { worker: service } }, service };
}

/**
 * The rendered start command of the sidecar for a process of this machine instead of a container. What differs: where
 * Alloy's program, its folder and its port are, where Loki, AMP and the metadata are, and whose keys sign.
 */
export function alloyOnThisMachine(place: Place): Command {
  const { environment, service } = sampleService(place.ports.metrics, place.hasProxy);
  const { command, entryArgs, script, rendered } = startOf(place, 'alloy');
  const config = alloyConfig(environment, service);
  if (rendered['ALLOY_CONFIG'] !== config) throw new Error('another configuration travels');
  const local = script
    .replaceAll('/tmp/alloy', join(place.folder, 'alloy'))
    .replace('/bin/alloy', place.alloyBin)
    .replace('127.0.0.1:12345', `127.0.0.1:${place.ports.alloy}`);
  return {
    command,
    args: [...entryArgs, local],
    env: {
      PATH: process.env['PATH'] ?? '',
      ...rendered,
      ALLOY_CONFIG: config.replaceAll(PROXY_FOLDER, proxyFolder(place)),
      LOKI_URL: `http://127.0.0.1:${place.ports.loki}/loki/api/v1/push`,
      AMP_URL: place.ampUrl,
      ECS_CONTAINER_METADATA_URI_V4: place.metadataUrl,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  };
}

/**
 * The same of the proxy between the sidecar and the Docker socket. What differs: where nginx is, and the folders that it writes. It
 * listens where `socket` says.
 */
export function socketProxyOnThisMachine(place: Place, nginxBin: string): Command & { readonly socket: string } {
  const { command, entryArgs, script, rendered } = startOf(place, 'docker-socket-proxy');
  const here = (text: string) =>
    text
      .replaceAll(PROXY_FOLDER, proxyFolder(place))
      .replaceAll('/tmp/docker-socket-proxy', join(place.folder, 'nginx'));
  mkdirSync(proxyFolder(place), { recursive: true });
  return {
    command,
    args: [...entryArgs, here(script).replace('exec nginx', `exec ${nginxBin}`)],
    env: {
      PATH: process.env['PATH'] ?? '',
      // Node gives children sockets, which can't be opened by name.
      PROXY_CONFIG: here(rendered['PROXY_CONFIG'] ?? '').replace('/dev/stdout', join(place.folder, 'refused.log')),
    },
    socket: here(PROXY_SOCKET_PATH),
  };
}

/** How a container of the sample's service is started, and with which variables. */
function startOf(place: Place, container: string) {
  const { environment, service } = sampleService(place.ports.metrics, place.hasProxy);
  const { variants } = renderService(environment, service);
  const containers: ContainerDefinition[] = JSON.parse(
    variants.find(({ variant }) => variant === 'alloy')?.containerDefinitions ?? '[]',
  );
  const found = containers.find(({ name }) => name === container);
  const [command = '', ...entryArgs] = found?.entryPoint ?? [];
  const rendered = Object.fromEntries(found?.environment.map(({ name, value }) => [name, value]) ?? []);
  return { command, entryArgs, script: found?.command?.[0] ?? '', rendered };
}

function proxyFolder({ folder }: Place): string {
  return join(folder, 'proxy');
}

/** The rendered configuration of Loki with its ports and folders on this machine, and a folder in place of the bucket. */
export function lokiOnThisMachine({ folder, ports }: Place): string {
  const { environment } = sampleService(ports.metrics);
  return lokiInFolder(lokiConfig(environment), { folder, http: ports.loki, grpc: ports.lokiGrpc });
}

/** The same of any rendered configuration. */
export function lokiInFolder(rendered: string, place: { folder: string; http: number; grpc: number }): string {
  const config = parse(rendered);
  const path = join(place.folder, 'loki');
  const address = '127.0.0.1';
  Object.assign(config.server, { http_listen_address: address, http_listen_port: place.http });
  Object.assign(config.server, { grpc_listen_address: address, grpc_listen_port: place.grpc });
  Object.assign(config.common, { instance_addr: address, path_prefix: path });
  config.common.storage = {
    filesystem: { chunks_directory: join(path, 'chunks'), rules_directory: join(path, 'rules') },
  };
  for (const period of config.schema_config.configs) period.object_store = 'filesystem';
  config.ingester.wal.dir = join(path, 'wal');
  config.compactor.working_directory = join(path, 'compactor');
  config.compactor.delete_request_store = 'filesystem';
  delete config.compactor.deletion_marker_object_store_prefix;
  if (config.runtime_config) config.runtime_config.file = join(place.folder, 'tenants.yaml');
  return stringify(config);
}
