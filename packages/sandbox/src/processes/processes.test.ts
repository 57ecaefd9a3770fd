import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import { afterAll, expect, it } from 'vitest';
import { startProcess } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
const logFile = join(folder, 'out.log');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(script: string, rest: object = {}) {
  return { command: process.execPath, args: ['-e', script], logFile, ...rest };
}

/** Whether it runs; a zombie that nobody collects doesn't. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout);
}

it('waits for the ready line, keeps the log, and ends grandchildren that ignore TERM', async () => {
  const grandchild = `process.on('SIGTERM', () => {}); console.log('pid ' + process.pid); setInterval(() => {}, 1000)`;
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })`;
  const started = await startProcess(node(parent, { ready: { line: /^pid (\d+)$/, timeoutMs: 20_000 } }));
  const pid = Number(started.readyMatch?.[1]);
  expect(isAlive(pid)).toBe(true);
  await started.stop(200);
  expect([isAlive(pid), isAlive(started.pid)]).toEqual([false, false]);
  expect(readFileSync(logFile, 'utf8')).toContain(`pid ${pid}`);
});

it('closes the lifeline of a process when it is stopped', async () => {
  const script = `process.on('SIGTERM', () => {}); process.stdin.on('end', () => process.exit(7)).resume(); console.log('up')`;
  const started = await startProcess(node(script, { lifeline: true, ready: { line: /up/, timeoutMs: 20_000 } }));
  const stopped = started.stop(100);
  expect(await started.exited).not.toEqual({ code: 0, signal: null });
  await stopped;
});

it('names what could not start', async () => {
  const ready = { line: /never/, timeoutMs: 20_000 };
  await expect(startProcess({ command: '/no/such/program', args: [], logFile })).rejects.toThrow(UserError);
  await expect(startProcess(node('process.exit(3)', { ready }))).rejects.toThrow(
    /ended \(exit code 3\) before it was up/,
  );
  const late = { line: /never/, timeoutMs: 50 };
  await expect(startProcess(node('setInterval(() => {}, 1000)', { ready: late }))).rejects.toThrow(
    /wasn't up after 0.05 s/,
  );
});
