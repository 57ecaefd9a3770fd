import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { OWN_LOG_REASONS, SKIPPED } from '../../packages/config-renderers/src/alloy/own-log.ts';
import { HEARTBEAT } from '../../packages/config-renderers/src/task-definition/start-alloy.ts';
import { findFreePort } from '../../packages/sandbox/src/loki/http.ts';
import { type RunningProcess, startProcess } from '../../packages/sandbox/src/processes/index.ts';
import { createLoki } from '../../packages/telemetry/src/index.ts';
import { describeWithDocker, EcsHost, SLEEP } from './docker.ts';
import { describeWith } from './programs.ts';
import { type RemoteWriteReceiver, receiveRemoteWrite } from './remote-write.ts';
import { type StoredStream, storedStreams } from './stored-streams.ts';
import { alloyOnThisMachine, lokiOnThisMachine, type Place, socketProxyOnThisMachine } from './task-on-this-machine.ts';

const CLUSTER = 'temporal-dev';
const TASK = 'arn:aws:ecs:eu-west-1:111122223333:task/temporal-dev/0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const FOREIGN = TASK.replace('/0a', '/ff');
const TASK_ID = TASK.split('/')[2] ?? '';
const COUNT = 1300;

/** What the service writes besides its numbered lines: nothing of it may change on the way. */
const SPECIAL = [
  String.raw`{"level":"error","msg":"say \"hi\" \\ \u00e9\t","wf-id":"x","logging-call-at":"a.go:1"}`,
  '{"msg":"é 日本 🙂","level":"warn"}',
  '  {"level": "info",  "spaces": "stay"}  ',
  'no JSON at all, with a\ttab',
  '{"level":"info","cut off',
  `{"level":"info","long":"${'x'.repeat(100_000)}"}`,
];

/** Longer than Loki takes: dropped by the sidecar and counted, and its neighbours aren't touched. */
const TOO_LONG = "head -c 300000 /dev/zero | tr '\\0' y; echo";

/** Alloy skips a line of more than 1 MiB, and says so in its log alone. */
const SKIPPED_LINE = "head -c 1200000 /dev/zero | tr '\\0' z; echo";

/** What the container of the sidecar writes: the process on this machine writes the same to a file. */
const OWN_LOG = `echo '{"level":"info","msg":"the sidecar itself"}'
echo '${HEARTBEAT}'
echo '{"level":"error","msg":"${SKIPPED}"}'
echo '${HEARTBEAT}'`;

const METRICS = `# TYPE service_requests counter
service_requests{operation="Poll"} 7
# TYPE done_total counter
done_total 1
# TYPE service_latency histogram
service_latency_bucket{le="0.05"} 1
service_latency_bucket{le="1"} 2
service_latency_bucket{le="1000"} 2
service_latency_bucket{le="1e+06"} 2
service_latency_bucket{le="1.048576e+06"} 2
service_latency_bucket{le="1.6777216e+07"} 2
service_latency_bucket{le="+Inf"} 2
service_latency_sum 3
service_latency_count 2
# TYPE lag summary
lag{quantile="1"} 4
lag_sum 4
lag_count 1
# TYPE build gauge
build{service_name="own",job="own"} 1
`;

describeWith('alloy', "A task's logs and metrics arrive", (alloyBin) => {
  // The sandbox's stand-in for Loki takes JSON only, and Alloy sends Protocol Buffers.
  describeWith('loki', 'in a real Loki', (lokiBin) => {
    describeWithDocker('from the Docker socket itself', (image) => suite(alloyBin, lokiBin, image));
    describeWithDocker('through a proxy before the socket', (image) =>
      describeWith('nginx', 'of nginx', (nginxBin) => suite(alloyBin, lokiBin, image, nginxBin)),
    );
  });
});

function suite(alloyBin: string, lokiBin: string, image: string, nginxBin?: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'alloy-delivery-'));
  const host = new EcsHost(image);
  const programs = new Set<RunningProcess>();
  const servers: Server[] = [];
  process.once('exit', () => {
    for (const { pid } of programs) process.kill(pid, 'SIGKILL');
  });
  let place: Place;
  let amp: RemoteWriteReceiver;
  let lokiUrl: string;
  let proxy: { readonly socket: string } | undefined;
  let streams: StoredStream[] = [];
  /** What Alloy counted, in Prometheus's text format. */
  let counters = '';

  /** `failures`: requests that are answered with 503 at first. */
  async function serve(body: string, type: string, failures = 0): Promise<number> {
    let left = failures;
    const server = createServer((_request, response) => {
      left -= 1;
      response.writeHead(left >= 0 ? 503 : 200, { 'content-type': type }).end(body);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await vi.waitFor(() => expect(server.listening).toBe(true));
    return (server.address() as AddressInfo).port;
  }

  async function startAlloy(name: string): Promise<RunningProcess> {
    const program = await startProcess({ ...alloyOnThisMachine(place), logFile: join(folder, `${name}.log`) });
    programs.add(program);
    return program;
  }

  async function startProxy(nginx: string): Promise<{ readonly socket: string }> {
    const { socket, ...command } = socketProxyOnThisMachine(place, nginx);
    programs.add(await startProcess({ ...command, logFile: join(folder, 'proxy.log') }));
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true), { timeout: 10_000, interval: 50 });
    return { socket };
  }

  async function startLoki(name: string): Promise<RunningProcess> {
    const args = [`-config.file=${join(folder, 'loki.yaml')}`];
    const program = await startProcess({ command: lokiBin, args, logFile: join(folder, `${name}.log`) });
    programs.add(program);
    await vi.waitFor(async () => expect((await fetch(`${lokiUrl}/ready`)).status).toBe(200), {
      timeout: 60_000,
      interval: 200,
    });
    return program;
  }

  /** As a container ends: the shell that is its first process, and Alloy. */
  async function kill(program: RunningProcess): Promise<void> {
    const children = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8').trim().split(' ');
    for (const pid of [program.pid, ...children.map(Number)]) process.kill(pid, 'SIGKILL');
    await program.exited;
    programs.delete(program);
  }

  /** Every line of every stream. */
  const stored = () => storedStreams(lokiUrl, '{service_name=~".+"}');

  function textOf(container: string): string[] {
    return streams.filter(({ labels }) => labels['container_name'] === container).flatMap(({ lines }) => lines);
  }

  /** Label sets that arrived of a job. */
  function seriesOf(wanted: string): Record<string, string>[] {
    const all = [...amp.series.keys()].map((each) => JSON.parse(each) as Record<string, string>);
    return all.filter(({ job }) => job === wanted);
  }

  beforeAll(async () => {
    amp = await receiveRemoteWrite();
    const metadata = await serve(JSON.stringify({ Cluster: CLUSTER, TaskARN: TASK }), 'application/json', 2);
    place = {
      folder,
      alloyBin,
      hasProxy: nginxBin !== undefined,
      ports: {
        alloy: await findFreePort(),
        loki: await findFreePort(),
        lokiGrpc: await findFreePort(),
        metrics: await serve(METRICS, 'text/plain; version=0.0.4'),
      },
      metadataUrl: `http://127.0.0.1:${metadata}`,
      ampUrl: amp.url,
    };
    lokiUrl = `http://127.0.0.1:${place.ports.loki}`;
    mkdirSync(join(folder, 'loki'), { recursive: true });
    writeFileSync(join(folder, 'loki.yaml'), lokiOnThisMachine(place));
    const loki = await startLoki('loki-1');
    if (nginxBin !== undefined) proxy = await startProxy(nginxBin);
    const alloy = await startAlloy('alloy-1');

    const own = { task: TASK, cluster: CLUSTER };
    host.start({ ...own, name: 'setup', script: 'echo prepared; echo done' });
    host.start({ ...own, name: 'alloy', script: `${OWN_LOG}\n${SLEEP}` });
    host.start({ ...own, task: FOREIGN, name: 'temporal-worker', script: `echo foreign; ${SLEEP}` });
    const env = Object.fromEntries(SPECIAL.map((line, index) => [`LINE_${index}`, line]));
    const special = SPECIAL.map((_, index) => `printf '%s\\n' "$LINE_${index}"`).join('\n');
    const numbered = `i=0; while [ $i -lt ${COUNT} ]; do echo "{\\"level\\":\\"info\\",\\"n\\":$i}"; i=$((i+1)); sleep 0.04; done`;
    host.start({
      ...own,
      name: 'temporal-worker',
      env,
      script: `${special}\n${TOO_LONG}\n${SKIPPED_LINE}\n${numbered}\n${SLEEP}`,
    });

    await vi.waitFor(async () => expect((await stored()).length).toBeGreaterThan(3), {
      timeout: 30_000,
      interval: 250,
    });
    // Both lives of Alloy have to count: its series stay the same ones.
    await vi.waitFor(() => expect(seriesOf('alloy')).not.toEqual([]), { timeout: 30_000, interval: 250 });
    // Loki goes; Alloy fills its queue, is killed in the outage, and starts as its container would be started again.
    await loki.stop(30_000);
    programs.delete(loki);
    await sleep(4000);
    await kill(alloy);
    await sleep(1000);
    const second = await startAlloy('alloy-2');
    await sleep(7000);
    await startLoki('loki-2');
    await vi.waitFor(
      async () => {
        streams = await stored();
        expect(textOf('temporal-worker').at(0)).toBeDefined();
        expect(textOf('temporal-worker')).toContain(`{"level":"info","n":${COUNT - 1}}`);
      },
      { timeout: 60_000, interval: 500 },
    );
    counters = await (await fetch(`http://127.0.0.1:${place.ports.alloy}/metrics`)).text();
    // ECS stops the sidecar of a task whose application has died at its start. It signals the first process alone.
    host.start({ ...own, name: 'short-lived', script: 'echo last words' });
    process.kill(second.pid, 'SIGTERM');
    expect(await second.exited).toEqual({ code: 0, signal: null });
    programs.delete(second);
    streams = await stored();
  }, 180_000);

  afterAll(async () => {
    for (const program of programs) await program.stop(2000);
    programs.clear();
    host.remove();
    amp?.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('every line once, as it was written, through an outage of Loki and a kill of Alloy', () => {
    const lines = textOf('temporal-worker');
    const written = [...SPECIAL, ...Array.from({ length: COUNT }, (_, n) => `{"level":"info","n":${n}}`)];
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
    expect(written.filter((line) => !lines.includes(line))).toEqual([]);
    expect(lines).toHaveLength(written.length);
  });

  it('though the metadata endpoint failed twice while Alloy started', () => {
    const log = readFileSync(join(folder, 'alloy-1.log'), 'utf8');
    expect(log.match(/Alloy ended with code 1 and is started again/g)).toHaveLength(2);
  });

  it('lines of a container whose task died at its start, and with it the sidecar', () => {
    expect(textOf('short-lived')).toEqual(['last words']);
  });

  it('lines of a container that lived for a moment too', () => {
    expect(textOf('setup').sort()).toEqual(['done', 'prepared']);
  });

  it("none of the sidecar's, the pause container's or another task's lines, and exactly the labels", async () => {
    const series = await createLoki({ url: lokiUrl }).series(
      '{service_name=~".+"}',
      Date.now() - 3_600_000,
      Date.now(),
    );
    const common = { cluster: CLUSTER, service_name: 'worker', task_id: TASK_ID };
    const key = (labels: object) => JSON.stringify(Object.entries(labels).sort());
    expect(series.map(key).sort()).toEqual(
      [
        { ...common, container_name: 'setup' },
        { ...common, container_name: 'short-lived' },
        ...['info', 'warn', 'error'].map((level) => ({ ...common, container_name: 'temporal-worker', level })),
        { ...common, container_name: 'temporal-worker' },
      ]
        .map(key)
        .sort(),
    );
  });

  it('its metrics under the names and labels that ADOT gave them', async () => {
    await vi.waitFor(() => expect(seriesOf('worker')).not.toEqual([]), { timeout: 30_000 });
    const service = seriesOf('worker');
    const names = [...new Set(service.map(({ __name__ }) => __name__ ?? ''))].sort();
    expect(names).toEqual(
      [
        ...[
          'build',
          'done_total',
          'lag',
          'lag_count',
          'lag_sum',
          'scrape_duration_seconds',
          'scrape_samples_post_metric_relabeling',
        ],
        ...['scrape_samples_scraped', 'scrape_series_added', 'service_latency_bucket', 'service_latency_count'],
        ...['service_latency_sum', 'service_requests_total', 'up'],
      ].sort(),
    );
    const buckets = service.flatMap(({ le }) => le ?? []).sort();
    expect(buckets).toEqual(['+Inf', '0.05', '1', '1000', '1000000', '1048576', '16777216']);
    expect(service.flatMap(({ quantile }) => quantile ?? [])).toEqual(['1']);
    const instance = `localhost:${place.ports.metrics}`;
    for (const labels of service) {
      expect(labels).toMatchObject({ cluster: CLUSTER, service_name: 'worker', task_id: TASK_ID, instance });
    }
    for (const signature of amp.signatures) {
      expect(signature).toMatch(/^AWS4-HMAC-SHA256 Credential=test\/\d+\/eu-west-1\/aps\/aws4_request/);
    }
  });

  it('29 series about the sidecar itself, and one for each kind of line that is too long', async () => {
    const names = () => seriesOf('alloy').map(({ __name__ }) => __name__ ?? '');
    await vi.waitFor(() => expect(names()).toContain('loki_process_dropped_lines_total'), { timeout: 30_000 });
    // Two counters have a series for each of five reasons; the others one.
    expect(names().filter((name) => name.startsWith('loki_write_dropped_'))).toHaveLength(10);
    expect(new Set(names()).size).toBe(21);
    expect(names()).toHaveLength(29 + 2);
  });

  it('no line is counted as lost but the one that is too long', () => {
    const values = (name: string) =>
      [...counters.matchAll(new RegExp(`^${name}\\{.*\\} (.*)$`, 'gm'))].map(([, value]) => Number(value));
    const dropped = [...counters.matchAll(/^loki_process_dropped_lines_total\{.*reason="(.*?)".*\} (.*)$/gm)];
    expect(Object.fromEntries(dropped.map(([, reason, value]) => [reason, Number(value)]))).toEqual({
      line_too_long: 1,
      [OWN_LOG_REASONS.skipped]: 1,
      [OWN_LOG_REASONS.heartbeat]: 2,
    });
    // What it skips it says in its log, as the line that was counted does.
    const logs = ['alloy-1', 'alloy-2'].map((name) => readFileSync(join(folder, `${name}.log`), 'utf8'));
    for (const log of logs) expect(log).toContain(SKIPPED);
    expect(values('loki_write_dropped_entries_total')).toEqual([0, 0, 0, 0, 0]);
    expect(values('loki_source_docker_target_parsing_errors_total')).toEqual([0, 0]);
  });

  if (nginxBin === undefined) return;

  it('and nobody gets further than reading containers and their logs', async () => {
    const socketPath = proxy?.socket ?? '';
    const [id = ''] = await listed(socketPath);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    const open = [`/containers/${id}/json`, '/_ping', '/v1.41/containers/json?all=1', '/networks', '/version'];
    expect(await Promise.all(open.map((path) => ask(socketPath, 'GET', path)))).toEqual(open.map(() => 200));
    const closed: readonly (readonly [method: string, path: string])[] = [
      ['POST', '/containers/create'],
      ['POST', '/v1.41/containers/create'],
      ['POST', `/containers/${id}/exec`],
      ['POST', `/containers/${id}/json`],
      ['DELETE', `/containers/${id}/json`],
      ['PUT', '/containers/json'],
      ['GET', `/containers/${id}/archive?path=/etc/passwd`],
      ['GET', `/containers/${id}/export`],
      ['GET', `/containers/${id}/attach/ws?stream=1`],
      ['GET', `/containers/${id}/top`],
      ['GET', '/images/json'],
      ['GET', '/info'],
      ['GET', '/v1.41/containers/../images/json'],
      ['GET', '/v1.41/containers/%2e%2e/images/json'],
      ['GET', '/containers/json%2f..%2f..%2fimages/json'],
      ['GET', '//images/json'],
      ['GET', `/containers/${id}/json%0a`],
      ['GET', '/secrets'],
    ];
    const answers = await Promise.all(closed.map(([method, path]) => ask(socketPath, method, path)));
    expect(answers.map((status) => status === 403 || status === 405 || status === 400)).toEqual(closed.map(() => true));
  });
}

/** The status that a request over a Unix socket gets. The path goes out as it stands. */
function ask(socketPath: string, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The ids of the containers that a Docker daemon says run. */
function listed(socketPath: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: '/containers/json' }, async (answer) => {
      const found = JSON.parse(await text(answer)) as { Id: string }[];
      resolve(found.map(({ Id }) => Id));
    });
    sent.on('error', reject);
    sent.end();
  });
}
