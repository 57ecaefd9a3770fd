import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { parse } from 'yaml';
import { findFreePort } from '../../packages/sandbox/src/loki/http.ts';
import { startProcess } from '../../packages/sandbox/src/processes/index.ts';
import { onThisMachine, type Place } from './on-this-machine.ts';

export type Line = readonly [nanoseconds: string, text: string];

/** A Loki that runs, and what tests ask of it. */
export interface LokiProcess {
  readonly url: string;
  text(path: string): Promise<{ status: number; body: string }>;
  /** Status of the answer. */
  push(labels: Readonly<Record<string, string>>, lines: readonly Line[]): Promise<number>;
  /** The lines of the last hour, oldest first. */
  lines(query: string): Promise<string[]>;
  /** Members of the ring, as this Loki sees them. */
  members(): Promise<{ id: string; state: string }[]>;
  /** Lokis that gossip with this one, itself included. */
  neighbours(): Promise<number>;
  runsCompactor(): Promise<boolean>;
  /** Its options, defaults included. */
  options(query?: string): Promise<unknown>;
  /** SIGTERM, as ECS stops a task. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export async function freePorts(): Promise<Place['ports']> {
  return { http: await findFreePort(), grpc: await findFreePort(), memberlist: await findFreePort() };
}

/** Starts a Loki with a rendered configuration. It may not answer yet. */
export async function startLokiProcess(bin: string, rendered: string, place: Place): Promise<LokiProcess> {
  mkdirSync(place.folder, { recursive: true });
  const file = join(place.folder, 'config.yaml');
  writeFileSync(file, onThisMachine(rendered, place));
  const loki = await startProcess({
    command: bin,
    args: [`-config.file=${file}`],
    env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_EC2_METADATA_DISABLED: 'true' },
    logFile: join(place.folder, 'loki.log'),
  });
  const url = `http://127.0.0.1:${place.ports.http}`;
  let runs = true;
  const kill = () => runs && process.kill(loki.pid, 'SIGKILL');
  process.once('exit', kill);
  void loki.exited.then(() => {
    runs = false;
    process.off('exit', kill);
  });

  async function text(path: string) {
    const response = await fetch(url + path, { headers: { accept: path === '/ring' ? 'application/json' : '*/*' } });
    return { status: response.status, body: await response.text() };
  }
  return {
    url,
    text,
    async push(labels, lines) {
      const response = await fetch(`${url}/loki/api/v1/push`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ streams: [{ stream: labels, values: lines }] }),
      });
      await response.text();
      return response.status;
    },
    async lines(query) {
      const parameters = new URLSearchParams({ query, since: '1h', limit: '5000', direction: 'forward' });
      const { status, body } = await text(`/loki/api/v1/query_range?${parameters}`);
      expect([status, body]).toEqual([200, expect.stringMatching(/^\{/)]);
      const { data } = JSON.parse(body) as { data: { result: { values: Line[] }[] } };
      return data.result
        .flatMap(({ values }) => values)
        .sort(([a], [b]) => Number(BigInt(a) - BigInt(b)))
        .map(([, line]) => line);
    },
    async members() {
      const { shards } = JSON.parse((await text('/ring')).body) as { shards: { id: string; state: string }[] };
      return shards.map(({ id, state }) => ({ id, state })).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async neighbours() {
      const { body } = await text('/metrics');
      return Number(body.match(/^loki_memberlist_client_cluster_members_count (\d+)$/m)?.[1]);
    },
    async runsCompactor() {
      return /^loki_boltdb_shipper_compactor_running 1$/m.test((await text('/metrics')).body);
    },
    options: async (query = '') => parse((await text(`/config${query}`)).body),
    stop: () => loki.stop(60_000),
    async kill() {
      kill();
      await loki.exited;
    },
  };
}

/** Waits until something holds. */
export function eventually(check: () => Promise<void>, seconds: number): Promise<void> {
  return vi.waitFor(check, { timeout: seconds * 1000, interval: 250 });
}

/** Lines of the present, a millisecond apart. */
export function someLines(count: number, text: string): Line[] {
  const start = BigInt(Date.now() - count) * 1_000_000n;
  return Array.from({ length: count }, (_, index) => [String(start + BigInt(index) * 1_000_000n), `${text} ${index}`]);
}
