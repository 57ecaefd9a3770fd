import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DRAIN_SECONDS, startAlloy } from './start-alloy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-alloy-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
const starts = () => read('starts').length;

/** Each start of Alloy adds one character to `starts`; then it does what `body` says. */
function start(body: string, replace: readonly (readonly [string, string])[] = []): ChildProcess {
  writeFileSync(
    join(folder, 'alloy'),
    `#!/bin/bash\nprintf x >> '${folder}/starts'\ncp '${folder}/storage/config.alloy' '${folder}/seen'\n${body}\n`,
  );
  chmodSync(join(folder, 'alloy'), 0o755);
  const script = [
    ['/bin/alloy run', `'${folder}/alloy' run`] as const,
    ['/tmp/alloy', `${folder}/storage`] as const,
    ...replace,
  ].reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, startAlloy(DRAIN_SECONDS));
  const log = openSync(join(folder, 'log'), 'a');
  return spawn('/bin/bash', ['-c', script], {
    env: { ...process.env, ALLOY_CONFIG: 'a "b" $c' },
    stdio: ['ignore', log, log],
  });
}

const QUICKLY = [
  ['-lt 75', '-lt 2'],
  ['sleep "$pause"', 'sleep 0.05'],
] as const;

const exit = async (child: ChildProcess) => ((await once(child, 'exit')) as [number | null])[0];
/** Says when it is asked to stop whether the time to read on was over. */
const RUNS = `cd "$(dirname "$0")"
trap '[ ! -e drained ] || printf "drained first" > said; exit 7' TERM
touch ready
while :; do sleep 0.05; done`;
/** It listens to SIGTERM by now. */
const isReady = () => vi.waitFor(() => expect(existsSync(join(folder, 'ready'))).toBe(true), 20_000);

it('starts Alloy again when it fails, for longer than ECS wants a container to run before it restarts it', async () => {
  expect(startAlloy(0)).toContain('-lt 75 ');
  const child = start('exit 3', QUICKLY);
  expect(await exit(child)).toBe(3);
  expect(starts()).toBeGreaterThan(3);
  expect(read('seen')).toBe('a "b" $c');
});

it('starts it on an empty storage path each time', async () => {
  await exit(
    start(`ls -A '${folder}/storage/data' >> '${folder}/found'; touch '${folder}/storage/data/x'; exit 1`, QUICKLY),
  );
  expect(starts()).toBeGreaterThan(1);
  expect(read('found')).toBe('');
});

it('runs on with an Alloy that comes up at the second start', async () => {
  const child = start(`[ "$(wc -c < '${folder}/starts')" -ge 2 ] || exit 1\n${RUNS}`, [
    ...QUICKLY,
    [`sleep ${DRAIN_SECONDS}`, 'sleep 0'],
  ]);
  await isReady();
  expect(starts()).toBe(2);
  child.kill('SIGTERM');
  expect(await exit(child)).toBe(7);
});

it('ends with an Alloy that ran for long, so that ECS restarts the container', async () => {
  const child = start('sleep 0.3; exit 5', [['-lt 75', '-lt 0']]);
  expect(await exit(child)).toBe(5);
  expect(starts()).toBe(1);
});

it('lets Alloy read on for a while before it asks it to stop, and passes on how it ended', async () => {
  const child = start(RUNS, [[`sleep ${DRAIN_SECONDS}`, `sleep 0.5; touch '${folder}/drained'`]]);
  await isReady();
  child.kill('SIGTERM');
  expect(await exit(child)).toBe(7);
  expect(read('said')).toBe('drained first');
});

it('ends at once while it waits between two starts', async () => {
  const pause = `{ touch '${folder}/waiting'; sleep 2; touch '${folder}/waited'; }`;
  const child = start('exit 4', [['sleep "$pause"', pause]]);
  await vi.waitFor(() => expect(existsSync(join(folder, 'waiting'))).toBe(true), 5000);
  child.kill('SIGTERM');
  expect(await exit(child)).toBe(4);
  expect(existsSync(join(folder, 'waited'))).toBe(false);
  expect(starts()).toBe(1);
});

it('writes a heartbeat into its own log, and leaves nothing behind', async () => {
  const child = start(`cd "$(dirname "$0")"; while [ ! -e enough ]; do sleep 0.05; done; exit 0`, [
    ['-rt 60', '-rt 0.1'],
    ['-lt 75', '-lt 0'],
  ]);
  await vi.waitFor(() => expect(read('log').match(/^sidecar heartbeat$/gm)?.length).toBeGreaterThan(2), 5000);
  writeFileSync(join(folder, 'enough'), '');
  expect(await exit(child)).toBe(0);
  const written = read('log');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(read('log')).toBe(written);
});

it('writes none where nobody reads it', () => {
  expect(startAlloy(0, false)).not.toContain('heartbeat');
});
