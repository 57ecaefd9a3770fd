import type { Environment } from '@loki-adoption/environment';
import { LOKI_ALIAS, LOKI_GRPC_PORT, LOKI_HTTP_PORT, LOKI_MEMBERLIST_PORT, lokiBucket } from '../naming.ts';
import { type Data, yamlDocument } from '../yaml.ts';
import { lokiLimits } from './limits.ts';

const HOURS_PER_DAY = 24;
const COPIES = 3;

/** Loki's configuration, every value literal: Loki expands no variables in it. */
export function lokiConfig(environment: Environment): string {
  const { loki } = environment;
  const replicated = loki.topology === 'replicated';
  return yamlDocument({
    auth_enabled: false,
    server: {
      http_listen_port: LOKI_HTTP_PORT,
      grpc_listen_port: LOKI_GRPC_PORT,
      log_level: 'info',
      // Longer than a query may take (1m), so that an answer isn't cut.
      http_server_read_timeout: '2m',
      http_server_write_timeout: '2m',
      grpc_server_max_recv_msg_size: 16_777_216,
      grpc_server_max_send_msg_size: 16_777_216,
    },
    common: {
      path_prefix: '/loki',
      replication_factor: replicated ? COPIES : 1,
      ring: { kvstore: { store: replicated ? 'memberlist' : 'inmemory' } },
      storage: { s3: { bucketnames: lokiBucket(environment), region: environment.aws.region } },
    },
    ...(replicated ? { memberlist: memberlist() } : {}),
    schema_config: {
      configs: [
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: 's3',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    ingester: {
      chunk_encoding: 'snappy',
      chunk_idle_period: '30m',
      max_chunk_age: '2h',
      // Every task of Loki has a new name, so a dead one never comes back to its place in the ring.
      ...(replicated ? { autoforget_unhealthy: true } : {}),
      wal: {
        enabled: true,
        dir: '/loki/wal',
        flush_on_shutdown: true,
        replay_memory_ceiling: `${Math.floor(loki.memory * 0.75)}MB`,
      },
    },
    compactor: {
      working_directory: '/loki/compactor',
      compaction_interval: '10m',
      retention_enabled: true,
      retention_delete_delay: '2h',
      delete_request_store: 's3',
      // Kept on the task's disk, markers would be lost with it and their chunks never deleted.
      deletion_marker_object_store_prefix: 'markers/',
    },
    limits_config: lokiLimits(loki.ingest.megabytesPerSecond, loki.retentionDays * HOURS_PER_DAY),
    analytics: { reporting_enabled: false },
  });
}

function memberlist(): Data {
  return {
    bind_port: LOKI_MEMBERLIST_PORT,
    join_members: [`${LOKI_ALIAS}:${LOKI_MEMBERLIST_PORT}`],
    // All members may start at once and find nobody at first.
    rejoin_interval: '30s',
  };
}
