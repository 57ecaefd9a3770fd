import { runContext } from '@loki-adoption/action-kit';
import { expect, test } from 'vitest';
import { hashDesiredState } from '../adapters/desired-state-hash.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { type Edge, runOf, withEngine } from './with-engine.ts';

const environment = sampleEnvironment();
const silent = { info() {}, warning() {}, startGroup() {}, endGroup() {} };
const context = (runId: number) => ({ ...runContext({}), runId });
const edge = (changes: Partial<Edge> = {}): Edge => ({
  environment,
  environmentFile: 'environments/dev/environment.yaml',
  context: context(7),
  commit: 'c7',
  loki: undefined,
  githubToken: undefined,
  log: silent,
  ...changes,
});

test('all attempts of a workflow run have its name and number, and each is one of its own', () => {
  const { attempt, ...run } = runOf(edge());
  expect(run).toEqual({
    name: 'run 7',
    id: 7,
    desiredStateHash: hashDesiredState(environment),
    commit: 'c7',
  });
  expect(attempt).toMatch(/^[0-9a-f-]{36}$/);
  expect(runOf(edge()).attempt).not.toBe(attempt);
});

test('two terminals never have the same name, and no number', () => {
  const [one, other] = [runOf(edge({ context: context(0) })), runOf(edge({ context: context(0) }))];
  expect(one.name).toMatch(/^terminal [0-9a-f-]{36}$/);
  expect(one.name).not.toBe(other.name);
  expect(Object.keys(one)).not.toContain('id');
});

test('the engine has what it was lent: no Loki and no pull request where nothing leads there', async () => {
  await withEngine(edge(), async (options, ports) => {
    expect(options).toMatchObject({ environment, run: { name: 'run 7', commit: 'c7' } });
    expect(ports).toMatchObject({ logs: null, checkInfrastructure: null, openRevert: null, log: silent });
    expect(ports.signal.aborted).toBe(false);
  });
  const more = edge({ loki: { url: 'http://127.0.0.1:9' }, githubToken: 'token' });
  await withEngine(more, async (_, ports) => {
    for (const port of [ports.logs, ports.checkInfrastructure, ports.openRevert]) expect(port).not.toBeNull();
  });
});

test('signals are listened to as long as the engine is lent, however that ends', async () => {
  const listeners = () => process.listenerCount('SIGTERM');
  const before = listeners();
  expect(await withEngine(edge(), async () => listeners())).toBe(before + 1);
  expect(listeners()).toBe(before);
  await expect(withEngine(edge(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(listeners()).toBe(before);
});
