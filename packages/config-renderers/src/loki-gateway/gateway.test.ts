import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { grafanaDatasources } from '../grafana/datasources.ts';
import { lokiConfig } from '../loki/config.ts';
import { lokiContainerDefinitions } from '../loki/container-definitions.ts';
import { lokiFiles } from '../loki/files.ts';
import { printNginx, quoted } from '../nginx.ts';
import type { ContainerDefinition } from '../task-definition/model.ts';
import { renderService } from '../task-definition/service.ts';
import { replicated, sample, withPasswords } from '../test-environments.ts';
import { gatewayConfig } from './config.ts';
import { DELETION, ROUTES } from './routes.ts';

const PASSWORDS = withPasswords(sample('rollout'), 'perService', 'filter-and-delete');

function containers(environment = PASSWORDS): Record<string, ContainerDefinition> {
  const all: ContainerDefinition[] = JSON.parse(lokiContainerDefinitions(environment, lokiFiles(environment)));
  return Object.fromEntries(all.map((each) => [each.name, each]));
}

const opens = (path: string) => [...ROUTES, DELETION].filter(({ paths }) => new RegExp(`^(${paths})$`).test(path));

describe('the gateway', () => {
  it.each([
    ['/loki/api/v1/push', 'push'],
    ['/loki/api/v1/query_range', 'read'],
    ['/loki/api/v1/label/service_name/values', 'read'],
    ['/loki/api/v1/index/volume', 'read'],
    ['/loki/api/v1/tail', 'tail'],
    ['/loki/api/v1/delete', 'delete'],
    ['/ready', 'ready'],
  ])('knows %s as what it is for, and nothing else', (path, use) => {
    expect(opens(path).map((route) => route.use)).toEqual([use]);
  });

  it.each([
    ...[
      '/ingester/shutdown',
      '/loki/api/v1/rules',
      '/loki/api/v1/pushes',
      '/a/loki/api/v1/push',
      '/loki/api/v1/query/x',
    ],
    ...['/loki/api/v1/label/a/b/values', '/loki/api/v1/label/../values', '/loki/api/v1/label/a%2f/values', '/metrics'],
  ])('has no way to %s', (path) => {
    expect(opens(path)).toEqual([]);
  });

  it('leads to the delete API only where the environment wants it', () => {
    expect(gatewayConfig(sample('rollout'))).not.toContain('delete');
    expect(gatewayConfig(PASSWORDS)).toContain('/loki/api/v1/delete');
    expect(parse(lokiConfig(sample('rollout'))).limits_config.deletion_mode).toBe('disabled');
    expect(parse(lokiConfig(PASSWORDS)).limits_config.deletion_mode).toBe('filter-and-delete');
  });

  it('is the only one that reaches Loki over HTTP', () => {
    for (const environment of [sample('rollout'), replicated('rollout')]) {
      expect(parse(lokiConfig(environment)).server).toMatchObject({
        http_listen_address: '127.0.0.1',
        http_listen_port: 3101,
      });
      const all = containers(environment);
      const http = Object.values(all).filter(({ portMappings = [] }) =>
        portMappings.some(({ name }) => name === 'http'),
      );
      expect(http.map(({ name }) => name)).toEqual(['loki-gateway']);
    }
    expect(parse(lokiConfig(sample('rollout')))).toMatchObject({
      server: { grpc_listen_address: '127.0.0.1' },
      common: { instance_addr: '127.0.0.1' },
    });
    expect(parse(lokiConfig(replicated('rollout'))).server).not.toHaveProperty('grpc_listen_address');
  });

  it('outlasts the longest query', () => {
    const { loki } = sample('rollout');
    const queries = [{ class: 'json-count' as const, share: 1, within: 600 }];
    expect(gatewayConfig({ ...sample('rollout'), loki: { ...loki, queries } })).toContain('proxy_read_timeout 690s;');
  });
});

describe('passwords', () => {
  it('reach the gateway, the sidecars and Grafana as secrets, each only whose it is', () => {
    const { secrets = [], command } = containers()['loki-gateway'] ?? {};
    expect(secrets.map(({ name, valueFrom }) => [name, valueFrom.split(':').at(-1)])).toEqual([
      ['PASSWORD_0', 'frontend'],
      ['PASSWORD_1', 'loki-reader'],
      ['PASSWORD_2', 'worker'],
      ['PASSWORD_3', 'loki-reader'],
      ['PASSWORD_4', 'loki-operator'],
    ]);
    expect(command?.[0]?.match(/^add .*/gm)).toEqual([
      'add pushers frontend "$PASSWORD_0"',
      'add pushers loki-reader "$PASSWORD_1"',
      'add pushers worker "$PASSWORD_2"',
      'add readers loki-reader "$PASSWORD_3"',
      'add operators loki-operator "$PASSWORD_4"',
    ]);
    const worker = PASSWORDS.services['worker'];
    const variants = worker ? renderService(PASSWORDS, worker).variants : [];
    const sidecars = variants.flatMap(({ containerDefinitions }) => JSON.parse(containerDefinitions));
    expect(sidecars.find(({ name }) => name === 'alloy').secrets).toEqual([
      { name: 'LOKI_PASSWORD', valueFrom: worker?.lokiPassword },
    ]);
    const { datasources } = parse(grafanaDatasources(PASSWORDS));
    expect(datasources.find(({ uid }: { uid: string }) => uid === 'loki')).toMatchObject({
      basicAuth: true,
      basicAuthUser: 'loki-reader',
      secureJsonData: { basicAuthPassword: '$LOKI_PASSWORD' },
    });
  });

  it('are asked for nowhere by default', () => {
    const { secrets, command } = containers(sample('rollout'))['loki-gateway'] ?? {};
    expect([secrets, command?.[0]]).toEqual([undefined, expect.not.stringContaining('add')]);
    expect(gatewayConfig(sample('rollout'))).not.toMatch(/auth_basic_user_file|X-Scope-OrgID/);
    expect(lokiFiles(sample('rollout')).tenants).toBeUndefined();
    expect(parse(lokiConfig(sample('rollout')))).toMatchObject({ auth_enabled: false });
  });

  it('make a tenant of each service, of whose streams Loki takes its own', () => {
    const { overrides } = parse(lokiFiles(PASSWORDS).tenants ?? '');
    expect(Object.keys(overrides)).toEqual(['service.frontend', 'service.loki-adoption-probe', 'service.worker']);
    expect(overrides['service.worker']).toEqual({
      policy_stream_mapping: { own: [{ selector: '{service_name="worker"}', priority: 1 }] },
      block_ingestion_policy_until: { '*': '2999-01-01T00:00:00Z' },
      block_ingestion_status_code: 403,
    });
    expect(parse(lokiConfig(PASSWORDS))).toMatchObject({
      auth_enabled: true,
      querier: { multi_tenant_queries_enabled: true },
      runtime_config: { file: '/etc/loki/tenants.yaml' },
    });
  });
});

describe('the start of the gateway', () => {
  function start(password: string): { status: number | null; stderr: string; file: string | undefined; mode: number } {
    const folder = mkdtempSync(join(tmpdir(), 'gateway-start-'));
    const { command, environment = [] } = containers()['loki-gateway'] ?? {};
    const script = (command?.[0] ?? '')
      .replaceAll('/tmp/gateway', join(folder, 'own'))
      .replace('exec nginx', 'exec true');
    const given = Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    const passwords = Object.fromEntries([0, 1, 3, 4].map((index) => [`PASSWORD_${index}`, `p${index}`]));
    const { status, stderr } = spawnSync('/bin/sh', ['-c', script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...given, ...passwords, PASSWORD_2: password },
    });
    const path = join(folder, 'own/pushers');
    const file = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const mode = file === undefined ? 0 : statSync(path).mode & 0o777;
    rmSync(folder, { recursive: true });
    return { status, stderr, file, mode };
  }

  it('writes who may do what, for nobody else to read', () => {
    expect(start(`a"b$c'd\\n%s:e`)).toEqual({
      status: 0,
      stderr: '',
      file: `frontend:{PLAIN}p0\nloki-reader:{PLAIN}p1\nworker:{PLAIN}a"b$c'd\\n%s:e\n`,
      mode: 0o600,
    });
  });

  it.each([
    ['', 'an empty one'],
    ['x\nfrontend:{PLAIN}mine', 'a further user in one'],
    ['a b', 'a blank'],
    ['é', 'no ASCII'],
  ])('refuses %j: %s', (password) => {
    const { status, stderr } = start(password);
    expect([status, stderr]).toEqual([1, 'The password of worker is empty, or has a space or line break in it.\n']);
  });
});

it('nginx gets no variable by way of a text', () => {
  expect(printNginx(['return 200 "a"', { block: 'x', body: ['# why', 'y z'] }])).toBe(
    'return 200 "a";\nx {\n  # why\n  y z;\n}\n',
  );
  expect(quoted('a "b" \\')).toBe('"a \\"b\\" \\\\"');
  expect(() => quoted('$host')).toThrow("nginx can't quote");
});
