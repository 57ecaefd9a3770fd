import { join } from 'node:path';
import { parse, stringify } from 'yaml';

export interface Place {
  /** Everything that Loki writes lies below it. */
  readonly folder: string;
  readonly ports: { readonly http: number; readonly grpc: number; readonly memberlist: number };
  /** What the hostname of a task is for a replica; several share the one of this machine. */
  readonly instanceId?: string;
  /** Memberlist ports of the other replicas. */
  readonly peers?: readonly number[];
  readonly s3Endpoint: string;
}

/**
 * A rendered configuration of Loki for a process of this machine instead of a task. Only what has to differ here does:
 * addresses and ports, folders, the endpoint of S3, and the names that replicas would have from their hosts.
 */
export function onThisMachine(rendered: string, { folder, ports, instanceId, peers = [], s3Endpoint }: Place): string {
  const config = parse(rendered);
  const address = '127.0.0.1';
  Object.assign(config.server, {
    http_listen_address: address,
    http_listen_port: ports.http,
    grpc_listen_address: address,
    grpc_listen_port: ports.grpc,
  });
  config.common.instance_addr = address;
  delete config.common.instance_interface_names;
  config.common.path_prefix = folder;
  config.ingester.wal.dir = join(folder, 'wal');
  config.compactor.working_directory = join(folder, 'compactor');
  Object.assign(config.common.storage.s3, { endpoint: s3Endpoint, s3forcepathstyle: true, insecure: true });
  if (config.memberlist) {
    config.memberlist.bind_addr = [address];
    config.memberlist.bind_port = ports.memberlist;
    config.memberlist.advertise_port = ports.memberlist;
    config.memberlist.join_members = peers.map((port) => `${address}:${port}`);
  }
  if (instanceId !== undefined) config.common.ring.instance_id = instanceId;
  return stringify(config);
}
