import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '@loki-adoption/errors';
import { stringify } from 'yaml';
import { findFreePort } from './http.ts';

export interface RealLoki {
  readonly url: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;

/** Starts a Loki binary as one process on 127.0.0.1, everything it writes below `stateDir`; returns when it answers HTTP. */
export async function startRealLoki(options: {
  bin: string;
  stateDir: string;
  readyDelaySeconds: number;
}): Promise<RealLoki> {
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const httpPort = await findFreePort();
  const configFile = join(stateDir, 'loki.yaml');
  const logFile = join(stateDir, 'loki.log');
  writeFileSync(configFile, stringify(lokiConfig({ ...options, stateDir, httpPort, grpcPort: await findFreePort() })));
  const log = openSync(logFile, 'a');
  const child = spawn(options.bin, [`-config.file=${configFile}`], { cwd: stateDir, stdio: ['ignore', log, log] });
  closeSync(log);
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const stop = async () => {
    await terminate(child, ended);
    process.off('exit', killWithUs);
  };

  const url = `http://127.0.0.1:${httpPort}`;
  const started = await Promise.race([answers(url), ended]);
  if (started === true) return { url, stop };
  await stop();
  const reason = started === false ? `it didn't answer within ${START_TIMEOUT_MS / 1000} s` : started;
  throw new UserError(
    `${options.bin} can't be used as the sandbox's Loki: ${reason}. Its log, ${logFile}, ends with:\n${lastLines(logFile)}`,
  );
}

/** The smallest complete Loki: file system instead of a bucket, one replica, what de-duplication needs. */
export function lokiConfig(options: {
  stateDir: string;
  httpPort: number;
  grpcPort: number;
  readyDelaySeconds: number;
}): Record<string, unknown> {
  const data = join(options.stateDir, 'data');
  return {
    auth_enabled: false,
    server: {
      http_listen_address: '127.0.0.1',
      http_listen_port: options.httpPort,
      grpc_listen_address: '127.0.0.1',
      grpc_listen_port: options.grpcPort,
      log_level: 'warn',
    },
    common: {
      path_prefix: data,
      instance_addr: '127.0.0.1',
      replication_factor: 1,
      ring: { kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: join(data, 'chunks'), rules_directory: join(data, 'rules') } },
    },
    schema_config: {
      configs: [
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    ingester: {
      wal: { dir: join(data, 'wal'), flush_on_shutdown: true },
      lifecycler: { min_ready_duration: `${options.readyDelaySeconds}s` },
    },
    limits_config: {
      reject_old_samples: true,
      // A sharded stream isn't compared with its other shards: repeats would be kept.
      shard_streams: { enabled: false },
      ingestion_rate_mb: 32,
      ingestion_burst_size_mb: 64,
      per_stream_rate_limit: '32MB',
      per_stream_rate_limit_burst: '64MB',
      volume_enabled: true,
    },
    analytics: { reporting_enabled: false },
  };
}

async function answers(url: string): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answered = await fetch(`${url}/ready`).then(
      () => true,
      () => false,
    );
    if (answered) return true;
    await sleep(100);
  }
  return false;
}

/** SIGTERM lets Loki flush; it is killed when it takes too long. */
async function terminate(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
}
