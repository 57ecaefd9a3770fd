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
    'provisioning/datasources/datasources.yaml': 'apiVersion: 1\n',
    'dashboards/logs.json': JSON.stringify({ title: 'a "quoted" $title: ü', text: 'x'.repeat(50_000) }),
  };
  // As base64gzip() writes them.
  const packed = Object.entries(files).map(([path, text], index) => [
    `GRAFANA_FILE_${index}`,
    `${path}:${gzipSync(text).toString('base64')}`,
  ]);
  const unpacked = bash(script.replaceAll('${local.file_folder}', folder), Object.fromEntries(packed));
  expect(unpacked).toMatchObject({ status: 0, stderr: '' });
  for (const [path, text] of Object.entries(files)) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
});
