import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adopt, root, sandboxProcesses, start } from './adopt.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A checkout with nothing but desired state, to be broken. */
function copyOfDesiredState(): string {
  cpSync(join(root, 'environments'), join(folder, 'environments'), { recursive: true });
  mkdirSync(join(folder, 'terraform/stack'), { recursive: true });
  return join(folder, 'environments/dev/environment.yaml');
}

test('a broken environment is told with every error and its place, and renders nothing', async () => {
  const file = copyOfDesiredState();
  writeFileSync(file, `${readFileSync(file, 'utf8')}retention: 7\nloki: { cpus: 512, memory: lots }\n`);
  const validated = await adopt(['validate', 'dev'], { cwd: folder }).finished;
  expect(validated.code).toBe(1);
  const lines = validated.stdout.trim().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(3);
  for (const line of lines) expect(line).toMatch(/^environments\/dev\/environment\.yaml:\d+:\d+: .+/);

  const rendered = await adopt(['render', 'dev', '--out', 'out'], { cwd: folder }).finished;
  expect(rendered.code).toBe(1);
  expect(rendered.stderr).toContain('environments/dev/environment.yaml:');
  expect(() => readFileSync(join(folder, 'out/terraform.tfvars.json'))).toThrow();
});

test('an unknown command, flag or environment says what there is', async () => {
  expect((await adopt(['rendr']).finished).code).toBe(2);
  expect((await adopt(['render', 'dev', '--ot', 'x']).finished).code).toBe(2);
  const unknown = await adopt(['render', 'staging']).finished;
  expect(unknown.code).toBe(1);
  expect(unknown.stderr.trim()).toBe('There is no environment "staging": environments/ has dev, prod.');
});

test('a missing Terraform is named with the way to get it, before anything is installed', async () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(which('git'), join(bin, 'git'));
  symlinkSync(join(root, '.sandbox/venv/bin/python'), join(bin, 'python3'));
  const demo = await start(process.execPath, ['scripts/bootstrap.mjs', 'demo'], { env: { PATH: bin } }).finished;
  expect(demo.code).toBe(3);
  expect(demo.stderr).toMatch(/^Terraform \(or OpenTofu\) is missing: at least 1\.11 is needed\. https:/);
});

test('a port in use is named, and nothing stays behind', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  try {
    const started = await adopt(['sandbox', 'start', '--aws-port', String(port)]).finished;
    expect(started.code).toBe(1);
    expect(started.stderr).toContain(String(port));
    expect(sandboxProcesses()).toEqual([]);
  } finally {
    server.close();
  }
});

function which(name: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(':')
    .map((each) => join(each, name))
    .find((path) => {
      try {
        readFileSync(path);
        return true;
      } catch {
        return false;
      }
    });
  if (found === undefined) throw new Error(`${name} is not on the PATH`);
  return found;
}
