import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { read } from './repository.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scripts-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bash = (script: string, env: Record<string, string> = {}) =>
  spawnSync('bash', ['--norc', '-c', script], { env: { PATH: process.env['PATH'] ?? '', ...env }, encoding: 'utf8' });

test("Grafana's first container unpacks what Terraform packs", () => {
  const [, script = ''] = /unpack += <<-EOT\n(.*?)\n +EOT/s.exec(read('terraform/modules/grafana/main.tf')) ?? [];
  const files = {
    'alerting/empty.yaml': '\n',
    'dashboards/logs.json': `${JSON.stringify({ title: 'a "quoted" $title: ü \\n %s', text: 'x'.repeat(50_000) })}\n`,
    'datasources/datasources.yaml': 'apiVersion: 1\n\n  # indented, with a space behind \n',
  };
  // As base64gzip() writes them.
  const text = Object.entries(files).map(([path, content]) => `\u001e\n${path}\n${content}`);
  const unpack = (packed: Buffer) =>
    bash(script.replaceAll('${local.file_folder}', folder), { GRAFANA_FILES: packed.toString('base64') });
  const packed = gzipSync(text.join(''));
  expect(unpack(packed)).toMatchObject({ status: 0, stderr: '' });
  for (const [path, content] of Object.entries(files)) expect(readFileSync(join(folder, path), 'utf8')).toBe(content);
  // A damaged text ends the container, and so Grafana doesn't start.
  expect(unpack(packed.subarray(0, -20)).status).not.toBe(0);
});
