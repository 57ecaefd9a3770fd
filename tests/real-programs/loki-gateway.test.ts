import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lokiContainerDefinitions } from '../../packages/config-renderers/src/loki/container-definitions.ts';
import { lokiFiles } from '../../packages/config-renderers/src/loki/files.ts';
import type { ContainerDefinition } from '../../packages/config-renderers/src/task-definition/model.ts';
import { replicated, sample, withPasswords } from '../../packages/config-renderers/src/test-environments.ts';
import type { Environment } from '../../packages/environment/src/index.ts';
import { findFreePort } from '../../packages/sandbox/src/loki/http.ts';
import { type RunningProcess, startProcess } from '../../packages/sandbox/src/processes/index.ts';
import { startGateway } from './nginx-process.ts';
import { describeWith } from './programs.ts';
import { lokiInFolder } from './task-on-this-machine.ts';

const PUSH = '/loki/api/v1/push';
const ALL = '{service_name=~".+"}';
const DELETE = `/loki/api/v1/delete?${new URLSearchParams({ query: '{service_name="worker"}', start: '1700000000' })}`;

/** What Loki has that is no other task's business. Each is asked with GET and POST. */
const CLOSED = [
  ...['/ingester/shutdown', '/ingester/shutdown?flush=false&terminate=true', '/ingester/prepare_shutdown'],
  ...['/ingester/flush_shutdown', '/flush', '/log_level', '/config', '/services', '/metrics', '/debug/pprof/'],
  ...[
    '/ring',
    '/distributor/ring',
    '/compactor/ring',
    '/memberlist',
    '/scheduler/ring',
    '/ui/',
    '/',
    '/runtime_config',
  ],
  ...['/loki/api/v1/rules', '/api/prom/push', '/api/prom/query', '/otlp/v1/logs', '/prometheus/api/v1/rules', DELETE],
  ...['/loki/api/v1/cache/generation_numbers', '/compactor/delete_requests', '/loki/api/v1/push/', '/READY'],
  // Ways to write a closed path that two programs could read differently.
  ...['/loki/api/v1/query/../../../../ingester/shutdown', '/loki/api/v1/push/..;/../ingester/shutdown'],
  ...['//ingester/shutdown', '/./ingester/shutdown', '/%69ngester/shutdown', '/ingester%2fshutdown', '/ready/../flush'],
  ...['/loki/api/v1/label/..%2f..%2f..%2f..%2fingester%2fshutdown/values', '/loki/api/v1/label/a%00/values'],
  ...['/loki/api/v1/label/a%0d%0ax/values', '/loki/api/v1/query%0a'],
];

interface Asked {
  readonly method?: string;
  readonly user?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describeWith('nginx', "Loki's gateway", (nginxBin) => {
  describeWith('loki', 'before a real Loki', (lokiBin) => suite(nginxBin, lokiBin));
});

function suite(nginxBin: string, lokiBin: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'loki-gateway-'));
  const programs: RunningProcess[] = [];
  afterAll(async () => {
    for (const program of programs.reverse()) await program.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Loki's task as it is rendered: Loki and its gateway, each with its own address. */
  async function startTask(name: string, environment: Environment) {
    const files = lokiFiles(environment);
    const containers: ContainerDefinition[] = JSON.parse(lokiContainerDefinitions(environment, files));
    const gateway = containers.find((each) => each.name === 'loki-gateway');
    if (!gateway) throw new Error("Loki's task lost its gateway");
    const place = { folder: join(folder, name), http: await findFreePort(), grpc: await findFreePort() };
    mkdirSync(place.folder, { recursive: true });
    const config = join(place.folder, 'config.yaml');
    writeFileSync(config, lokiInFolder(files.config, place));
    if (files.tenants !== undefined) writeFileSync(join(place.folder, 'tenants.yaml'), files.tenants);
    const logFile = join(place.folder, 'loki.log');
    const loki = await startProcess({ command: lokiBin, args: [`-config.file=${config}`], logFile });
    programs.push(loki);
    const port = await findFreePort();
    const arns = (gateway.secrets ?? []).map(({ valueFrom }) => valueFrom);
    // The password of a user is its name backwards.
    const passwords = Object.fromEntries(arns.map((arn) => [arn, passwordOf(arn.split(':').at(-1) ?? '')]));
    const where = { folder: place.folder, nginxBin, port, lokiPort: place.http, passwords };
    programs.push(await startGateway(gateway, where));
    const task = {
      loki,
      gateway: client(port),
      direct: client(place.http),
      log: join(place.folder, 'gateway/access.log'),
    };
    await vi.waitFor(async () => expect((await task.gateway('/ready')).status).toBe(200), {
      timeout: 60_000,
      interval: 250,
    });
    return task;
  }

  describe('as it is rendered by itself', () => {
    let task: Awaited<ReturnType<typeof startTask>>;
    beforeAll(async () => {
      task = await startTask('open', sample('rollout'));
      await expect(push(task.gateway, 'worker', 'kept')).resolves.toMatchObject({ status: 204 });
    }, 90_000);

    it.each(CLOSED)('closes %s', async (path) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const { status } = await task.gateway(path, { method });
        expect([method, status]).toEqual([method, expect.toBeOneOf([400, 403])]);
      }
    });

    it('says what is wrong', async () => {
      expect(await task.gateway('/flush', { method: 'POST' })).toEqual({
        status: 403,
        text: 'closed: this address of Loki takes lines and answers queries, nothing else',
      });
      expect(await task.gateway(PUSH)).toEqual({ status: 405, text: 'closed: POST only' });
      expect((await task.gateway('/loki/api/v1/labels', { method: 'DELETE' })).status).toBe(405);
    });

    it('answers what dashboards, gates and people ask', async () => {
      const query = new URLSearchParams({ query: ALL });
      const volume = new URLSearchParams({ query: ALL, start: '1' });
      const paths = [
        ...[
          `query_range?${query}`,
          'labels',
          'label/service_name/values',
          `series?${new URLSearchParams({ 'match[]': ALL })}`,
        ],
        ...[`index/stats?${query}`, `index/volume?${volume}`, `index/volume_range?${volume}`, 'status/buildinfo'],
        ...[
          `detected_fields?${query}`,
          'detected_labels',
          `detected_field/level/values?${query}`,
          `format_query?${query}`,
        ],
        `query?${new URLSearchParams({ query: `count_over_time(${ALL}[5m])` })}`,
      ];
      const answers = await Promise.all(paths.map((path) => task.gateway(`/loki/api/v1/${path}`)));
      expect(answers.map(({ status }, index) => [paths[index], status])).toEqual(paths.map((path) => [path, 200]));
      expect(answers[0]?.text).toContain('kept');
      expect(answers[2]?.text).toContain('worker');
    });

    it('takes a query as a form, and one of 60 kB in the address', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = `${new URLSearchParams({ query: ALL })}`;
      const form = await task.gateway('/loki/api/v1/query_range', { method: 'POST', headers, body });
      expect(form).toMatchObject({ status: 200, text: expect.stringContaining('kept') });
      const long = new URLSearchParams({ query: `${ALL} !~ "${'x'.repeat(60_000)}"` });
      expect((await task.gateway(`/loki/api/v1/query_range?${long}`)).status).toBe(200);
    });

    it('follows the newest lines', async () => {
      const socket = new WebSocket(
        `${task.gateway.url.replace('http', 'ws')}/loki/api/v1/tail?${new URLSearchParams({ query: ALL })}`,
      );
      const first = new Promise<string>((resolve, reject) => {
        socket.addEventListener('message', ({ data }) => resolve(String(data)));
        socket.addEventListener('error', () => reject(new Error('the gateway refused the socket')));
      });
      await vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.OPEN), { timeout: 10_000 });
      await push(task.gateway, 'worker', 'followed');
      expect(await first).toMatch(/kept|followed/);
      socket.close();
    });

    it('takes a push of 8 MB, in pieces', async () => {
      const lines = Array.from({ length: 80 }, (_, n) => `${n}${'x'.repeat(100_000)}`);
      expect((await push(task.gateway, 'large', ...lines)).status).toBe(204);
      const query = new URLSearchParams({ query: 'sum(count_over_time({service_name="large"}[5m]))' });
      const { text } = await task.gateway(`/loki/api/v1/query?${query}`);
      expect(JSON.parse(text).data.result[0].value[1]).toBe('80');
    });

    it('writes down who was refused what, and no query', async () => {
      await task.gateway(`/loki/api/v1/query_range?${new URLSearchParams({ query: '{a="b"} |= "of a customer"' })}`);
      await task.gateway(`/loki/api/v1/query_range?${new URLSearchParams({ query: '{broken |= "of a customer"' })}`);
      const read = () => readFileSync(task.log, 'utf8').trim().split('\n');
      // nginx writes it once the answer is gone.
      await vi.waitFor(() => expect(read().at(-1)).toContain('"path":"/loki/api/v1/query_range","status":400'));
      const log = read().join('\n');
      const entries = read().map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(entries).toContainEqual(
        expect.objectContaining({ path: '/ingester/shutdown', status: 403, method: 'POST' }),
      );
      expect(entries.filter(({ status }) => Number(status) < 400)).toEqual([]);
      expect(log).not.toContain('customer');
    });

    it('stands before a Loki that deletes nothing, and that would end for whoever reached it', async () => {
      const refused = await task.direct(DELETE, { method: 'POST' });
      expect(refused).toEqual({ status: 403, text: 'deletion is not available for this tenant\n' });
      // The rendered address: the one here is that of this machine.
      for (const environment of [sample('rollout'), replicated('rollout')]) {
        expect(lokiFiles(environment).config).toMatch(/http_listen_address: "127\.0\.0\.1"\n/);
      }
      expect(await task.direct('/ingester/shutdown', { method: 'POST' })).toMatchObject({ status: 204 });
      await task.loki.exited;
    }, 60_000);
  });

  describe('with a password for each service', () => {
    let task: Awaited<ReturnType<typeof startTask>>;
    const as = (user: string) => ({ user, password: passwordOf(user) });
    const query = (selector: string, asked: Asked = as('loki-reader')) =>
      task.gateway(`/loki/api/v1/query_range?${new URLSearchParams({ query: selector })}`, asked);
    beforeAll(async () => {
      task = await startTask('passwords', withPasswords(sample('rollout'), 'perService', 'filter-and-delete'));
    }, 90_000);

    it("takes each service's own lines, and shows all to the reader", async () => {
      for (const name of ['worker', 'frontend']) {
        expect(await push(task.gateway, name, `of ${name}`, as(name))).toMatchObject({ status: 204 });
      }
      const { status, text } = await query(ALL);
      expect([status, text]).toEqual([200, expect.stringMatching(/of worker.*of frontend|of frontend.*of worker/s)]);
    });

    it.each([
      ['another service', { service_name: 'frontend' }],
      ['another service, by the label that Loki makes the name of', { container_name: 'frontend' }],
      ['no service', { level: 'info' }],
      ['the probe', { service_name: 'loki-adoption-probe' }],
      ['a name that begins like its own', { service_name: 'worker2' }],
    ])('lets Loki refuse lines as %s', async (_, labels) => {
      const answer = await pushLabels(task.gateway, labels, ['forged'], as('worker'));
      expect(answer).toMatchObject({
        status: 403,
        text: expect.stringContaining("ingestion blocked for user 'service.worker'"),
      });
      expect((await query(`${ALL} |= "forged"`)).text).not.toContain('forged');
    });

    it.each([
      { 'x-scope-orgid': 'service.frontend' },
      { 'x-scope-orgid': 'fake' },
      { 'x-loki-ingestion-policy': 'own' },
      { 'x-scope-orgid': 'service.frontend', 'x-loki-ingestion-policy': 'own', connection: 'x-scope-orgid' },
    ])('believes no header: %j', async (headers) => {
      const answer = await pushLabels(task.gateway, { service_name: 'frontend' }, ['by header'], {
        ...as('worker'),
        headers,
      });
      expect(answer.status).toBe(403);
      // Loki itself would have: without the gateway this is how one pushes as another.
      expect((await query(`${ALL} |= "by header"`)).text).not.toContain('by header');
    });

    it('has a Loki behind it that would believe them', async () => {
      const headers = { 'x-scope-orgid': 'service.worker', 'x-loki-ingestion-policy': 'own' };
      expect((await pushLabels(task.direct, { service_name: 'matching' }, ['direct'], { headers })).status).toBe(204);
    });

    it('answers a push without the right password so that a sidecar tries again', async () => {
      for (const asked of [
        {},
        { user: 'worker', password: 'wrong' },
        { user: 'frontend', password: passwordOf('worker') },
      ]) {
        const answer = await push(task.gateway, 'worker', 'unknown', asked);
        expect(answer).toEqual({ status: 503, text: 'no line was taken: user or password is wrong or missing' });
      }
      expect((await query(`${ALL} |= "unknown"`)).text).not.toContain('"unknown"');
    });

    it('lets nobody query but the reader', async () => {
      for (const asked of [{}, as('worker'), as('loki-operator'), { user: 'loki-reader', password: 'x' }]) {
        expect((await query(ALL, asked)).status).toBe(401);
        expect((await task.gateway('/loki/api/v1/labels', asked)).status).toBe(401);
        expect((await task.gateway(`/loki/api/v1/tail?query=${ALL}`, asked)).status).toBe(401);
      }
      expect((await task.gateway('/ready')).status).toBe(200);
    });

    it('lets the reader push the probe of verification, and nothing else', async () => {
      expect((await push(task.gateway, 'loki-adoption-probe', 'probe', as('loki-reader'))).status).toBe(204);
      expect((await query('{service_name="loki-adoption-probe"}')).text).toContain('probe');
      expect((await push(task.gateway, 'worker', 'forged', as('loki-reader'))).status).toBe(403);
      expect((await push(task.gateway, 'worker', 'forged', as('loki-operator'))).status).toBe(503);
    });

    it('lets the operator alone ask for a deletion, of one tenant', async () => {
      for (const asked of [{}, as('worker'), as('loki-reader')]) {
        expect((await task.gateway(DELETE, { method: 'POST', ...asked })).status).toBe(401);
      }
      const headers = { 'x-scope-orgid': 'service.worker' };
      expect(await task.gateway(DELETE, { method: 'POST', ...as('loki-operator'), headers })).toEqual({
        status: 204,
        text: '',
      });
      const list = await task.gateway('/loki/api/v1/delete', { ...as('loki-operator'), headers });
      expect(JSON.parse(list.text)).toMatchObject([{ query: '{service_name="worker"}' }]);
      const other = { 'x-scope-orgid': 'service.nobody' };
      expect((await task.gateway(DELETE, { method: 'POST', ...as('loki-operator'), headers: other })).status).toBe(401);
    });
  });

  describe('while services change over', () => {
    it('takes lines with a password and without one, and shows both', async () => {
      const { gateway } = await startTask('either', withPasswords(sample('rollout'), 'either'));
      const worker = { user: 'worker', password: passwordOf('worker') };
      expect((await push(gateway, 'worker', 'without')).status).toBe(204);
      expect((await push(gateway, 'worker', 'with', worker)).status).toBe(204);
      expect((await push(gateway, 'frontend', 'forged', worker)).status).toBe(403);
      expect((await push(gateway, 'worker', 'wrong', { ...worker, password: 'x' })).status).toBe(503);
      const reader = { user: 'loki-reader', password: passwordOf('loki-reader') };
      const { text } = await gateway(`/loki/api/v1/query_range?${new URLSearchParams({ query: ALL })}`, reader);
      expect(text).toMatch(/"without".*"with"|"with".*"without"/s);
      expect(text).not.toMatch(/"wrong"|"forged"/);
    }, 90_000);
  });
}

function passwordOf(user: string): string {
  return [...user].reverse().join('');
}

type Client = ReturnType<typeof client>;

/** Asks for a path exactly as it is written; `fetch` would tidy it up. */
function client(port: number) {
  const ask = (path: string, { method = 'GET', user, password, headers = {}, body }: Asked = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const auth = user === undefined ? {} : { auth: `${user}:${password}` };
      const sent = request({ host: '127.0.0.1', port, path, method, headers, ...auth }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, text });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return Object.assign(ask, { url: `http://127.0.0.1:${port}` });
}

function push(to: Client, service: string, ...rest: (string | Asked)[]) {
  const lines = rest.filter((each) => typeof each === 'string');
  return pushLabels(to, { service_name: service }, lines, rest.find((each) => typeof each !== 'string') ?? {});
}

function pushLabels(to: Client, stream: Readonly<Record<string, string>>, lines: readonly string[], asked: Asked) {
  const values = lines.map((line, index) => [`${BigInt(Date.now()) * 1_000_000n + BigInt(index)}`, line]);
  return to(PUSH, {
    method: 'POST',
    ...asked,
    headers: { 'content-type': 'application/json', ...asked.headers },
    body: JSON.stringify({ streams: [{ stream, values }] }),
  });
}
