import { type Environment, hasLokiTenants, lokiBucket } from '@loki-adoption/environment';
import { LOKI_ALIAS, LOKI_GRPC_PORT, LOKI_LOCAL_PORT, LOKI_MEMBERLIST_PORT } from '../addresses.ts';
import { commented, type Mapping, yamlDocument } from '../yaml.ts';
import { lokiLimits, queryTimeoutSeconds } from './limits.ts';
import { lokiMemory } from './memory.ts';
import { INDEX_SYNC_SECONDS, readyAfterSeconds } from './replacement.ts';

const COPIES = 3;
const LOCAL = '127.0.0.1';
const GRPC_MESSAGE_BYTES = 16_777_216;

/**
 * Loki's configuration, every value literal: Loki expands no variables in it. One file serves all replicas, so it must
 * not name one; comments keep those from undoing a line who only see the file.
 */
export function lokiConfig(environment: Environment): string {
  const replicated = environment.loki.topology === 'replicated';
  const memory = lokiMemory(environment);
  return yamlDocument({
    ...tenancy(environment),
    server: server(environment),
    common: common(environment),
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
    storage_config: { tsdb_shipper: { resync_interval: resyncInterval(replicated) } },
    ingester: ingester(environment),
    compactor: compactor(environment),
    ruler: {
      storage: commented(
        'On its disk: in the bucket they would be listed every minute, and nothing can put rules there.',
        {
          type: 'local',
          local: { directory: '/loki/rules' },
        },
      ),
    },
    query_range: { results_cache: { cache: embeddedCache(memory.resultsCache) } },
    chunk_store_config: { chunk_cache_config: embeddedCache(memory.chunkCache) },
    limits_config: lokiLimits(environment),
    analytics: { reporting_enabled: false },
  });
}

/** Where Loki reads the limits of its tenants. */
export const TENANTS_FILE = '/etc/loki/tenants.yaml';

function tenancy(environment: Environment): Mapping {
  if (!hasLokiTenants(environment)) return { auth_enabled: false };
  return {
    auth_enabled: commented('The gateway says whose a push is, and lets those who may query see all tenants.', true),
    querier: { multi_tenant_queries_enabled: true },
    runtime_config: { file: TENANTS_FILE },
  };
}

function server(environment: Environment): Mapping {
  const single = environment.loki.topology === 'single';
  // Longer than a query may take, so that an answer isn't cut.
  const timeout = `${queryTimeoutSeconds(environment) + 60}s`;
  return {
    http_listen_address: commented(
      'Anything that reaches it can stop Loki, delete lines and push as any service: only the gateway in this task does.',
      LOCAL,
    ),
    http_listen_port: LOKI_LOCAL_PORT,
    ...(single ? { grpc_listen_address: LOCAL } : {}),
    grpc_listen_port: LOKI_GRPC_PORT,
    log_level: 'info',
    http_server_read_timeout: timeout,
    http_server_write_timeout: timeout,
    grpc_server_max_recv_msg_size: GRPC_MESSAGE_BYTES,
    grpc_server_max_send_msg_size: GRPC_MESSAGE_BYTES,
  };
}

/**
 * Where a task's network interface is. A task on Fargate has the link-local one of its metadata before it, and under another name on EC2
 * (`ecs-eth0`).
 */
const INTERFACES = { ec2: ['eth0'], fargate: ['eth1', 'eth0'] } as const;

function common(environment: Environment): Mapping {
  const storage = { s3: { bucketnames: lokiBucket(environment), region: environment.aws.region } };
  if (environment.loki.topology === 'single') {
    return {
      path_prefix: '/loki',
      instance_addr: LOCAL,
      replication_factor: 1,
      ring: { kvstore: { store: 'inmemory' } },
      storage,
    };
  }
  return {
    path_prefix: '/loki',
    instance_interface_names: commented(
      'Ring and gossip would take the first private address; those of 100.64.0.0/10 count as none, and a link-local one is left.',
      INTERFACES[environment.loki.capacity],
    ),
    replication_factor: COPIES,
    ring: commented(
      'No instance_id here: replicas share this file, and those with equal ids collapse into one member. Each takes\n' +
        'its hostname, which network mode awsvpc makes distinct.',
      { kvstore: { store: 'memberlist' } },
    ),
    storage,
  };
}

function memberlist(): Mapping {
  return {
    bind_port: LOKI_MEMBERLIST_PORT,
    join_members: [`${LOKI_ALIAS}:${LOKI_MEMBERLIST_PORT}`],
    rejoin_interval: commented('All members may start at once and find nobody, or only themselves, at first.', '30s'),
  };
}

function resyncInterval(replicated: boolean) {
  const interval = `${INDEX_SYNC_SECONDS}s`;
  if (!replicated) return interval;
  return commented('ingester.lifecycler.min_ready_duration waits for one of these: change both or none.', interval);
}

function ingester(environment: Environment): Mapping {
  const replicated = environment.loki.topology === 'replicated';
  return {
    chunk_encoding: 'snappy',
    chunk_idle_period: '30m',
    max_chunk_age: commented('Half of it is how far behind the newest line of its stream one may come.', '2h'),
    lifecycler: { min_ready_duration: minReadyDuration(environment) },
    ...(replicated ? { autoforget_unhealthy: commented('A task that died never comes back under its id.', true) } : {}),
    wal: {
      enabled: true,
      dir: '/loki/wal',
      flush_on_shutdown: commented('Without it a task that is replaced takes up to two hours of lines with it.', true),
      replay_memory_ceiling: `${lokiMemory(environment).replayCeiling}MB`,
    },
  };
}

function minReadyDuration(environment: Environment) {
  const duration = `${readyAfterSeconds(environment)}s`;
  if (environment.loki.topology === 'single') return duration;
  return commented(
    'ECS replaces the next replica when this one is healthy. Before an index sync that would make queries return part of\n' +
      'the data without an error.',
    duration,
  );
}

function compactor({ loki }: Environment): Mapping {
  const replicated = loki.topology === 'replicated';
  return {
    working_directory: '/loki/compactor',
    compaction_interval: replicated
      ? commented('A new compactor waits as long before it begins: the ring has to have formed by then.', '10m')
      : '10m',
    retention_enabled: true,
    retention_delete_delay: '2h',
    delete_request_store: 's3',
    ...(loki.deletion === 'disabled' ? {} : { deletion_marker_object_store_prefix: markersInBucket() }),
  };
}

/**
 * Loki lists them seven times a minute, so they are there only for lines that somebody asked to delete. Elsewhere the bucket expires a chunk whose
 * marker was lost with a disk, two days later.
 */
function markersInBucket() {
  return commented(
    "On the task's disk markers would be lost with it, and lines that had to go would stay.",
    'markers/',
  );
}

function embeddedCache(megabytes: number): Mapping {
  return { embedded_cache: { enabled: true, max_size_mb: megabytes } };
}
