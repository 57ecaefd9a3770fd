import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@stricli/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { app } from '../app.ts';
import { exitCodeOf } from '../exit-codes.ts';

const ENVIRONMENTS = fileURLToPath(new URL('../../../../environments', import.meta.url));
const TEXT = '# TYPE restarts counter\nrestarts 1\n# TYPE a counter\n# TYPE done_total counter\n# TYPE a__b counter\n';

let server: Server;
let address: string;
let root: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/open') response.writeHead(200, { 'content-type': 'application/openmetrics-text' });
    response.end(request.url === '/html' ? '<html>' : TEXT);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'metrics-'));
  cpSync(ENVIRONMENTS, join(root, 'environments'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

async function adopt(...args: string[]) {
  const written: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const io = {
    stdout: { write: (text: string) => written.stdout.push(text) },
    stderr: { write: (text: string) => written.stderr.push(text) },
    exitCode: null,
  };
  await run(app, ['metrics', 'counters', ...args], { process: io as never, env: {}, root } as never);
  return { code: exitCodeOf(io.exitCode), stdout: written.stdout.join(''), stderr: written.stderr.join('') };
}

describe('adopt metrics counters', () => {
  it('prints YAML to paste, and beside it what that leaves out', async () => {
    const { code, stdout, stderr } = await adopt(address);
    expect(stdout).toBe('counters:\n  - a\n  - restarts\n');
    expect(stderr).toContain('4 metrics, 2 of them counters');
    expect(stderr).toMatch(/left out, .*: a__b/);
    expect(code).toBe(0);
  });

  it('prints one JSON document', async () => {
    const { stdout } = await adopt(address, '--json');
    expect(JSON.parse(stdout)).toEqual({
      url: `${address}/metrics`,
      counters: ['a', 'restarts'],
      format: 'text',
      families: 4,
      rewritten: ['a__b'],
    });
  });

  it('says why there is nothing to rename in OpenMetrics', async () => {
    const { code, stdout, stderr } = await adopt(`${address}/open`);
    expect([code, stdout]).toEqual([0, 'counters: []\n']);
    expect(stderr).toMatch(/OpenMetrics, where counters end in _total already/);
  });

  it('exits with 3 when nothing answers, and 1 for what is not an exporter', async () => {
    expect(await adopt('http://127.0.0.1:1/')).toMatchObject({ code: 3, stdout: '' });
    const html = await adopt(`${address}/html`);
    expect([html.code, html.stdout]).toEqual([1, '']);
    expect(html.stderr).toMatch(/no TYPE line/);
  });

  it('writes them into the file that is named, comments kept', async () => {
    const file = join(root, 'environments/base.yaml');
    const comments = (text: string) => text.match(/#.*/g);
    const before = readFileSync(file, 'utf8');
    const [service = ''] = Object.keys(parse(before).services);
    const written = await adopt(address, '--service', service, '--write', file);
    expect(written.stderr).toContain('written to environments/base.yaml');
    const after = readFileSync(file, 'utf8');
    expect(parse(after).services[service].metrics.counters).toEqual(['a', 'restarts']);
    expect(comments(after)).toEqual(comments(before));
    expect((await adopt(address, '--service', service, '--write', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(after);
  });

  it('leaves the file as it is where the environments would be broken, or nobody would read it', async () => {
    const file = join(root, 'environments/base.yaml');
    const before = readFileSync(file, 'utf8');
    const unknown = await adopt(address, '--service', 'nobody', '--write', file);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/base\.yaml stays as it is: .*services\.nobody/s);
    expect((await adopt(address, '--service', 'x', '--write', join(root, 'x.yaml'))).stderr).toMatch(/no file below/);
    expect((await adopt(address, '--service', 'x')).stderr).toMatch(/belong together/);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(join(root, 'environments')).sort()).toEqual(readdirSync(ENVIRONMENTS).sort());
  });
});
