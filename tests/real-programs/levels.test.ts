import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LEVEL_LABELS } from '../../packages/config-renderers/src/alloy/levels.ts';
import { REPLACED_CHARACTERS } from '../../packages/config-renderers/src/alloy/replaced-characters.ts';
import type { RunningProcess } from '../../packages/sandbox/src/processes/index.ts';
import { createLoki } from '../../packages/telemetry/src/index.ts';
import { startAlloyFromFile } from './alloy-from-file.ts';
import { describeWith } from './programs.ts';
import { type StoredStream, storedStreams } from './stored-streams.ts';

/** A line, and the label that it gets. */
const EXPECTED: readonly (readonly [line: string, level: string | undefined])[] = [
  ...['trace', 'TRACE', 'finest'].map((word) => [`{"level":"${word}"}`, 'trace'] as const),
  ...['debug', 'Debug', 'FINE'].map((word) => [`{"level":"${word}"}`, 'debug'] as const),
  ...['info', 'INFO', ' Information ', 'notice'].map((word) => [`{"level":"${word}"}`, 'info'] as const),
  ...['warn', 'WARNING'].map((word) => [`{"level":"${word}"}`, 'warn'] as const),
  ...['error', 'ERROR', 'err', 'SEVERE'].map((word) => [`{"level":"${word}"}`, 'error'] as const),
  ...['fatal', 'crit', 'CRITICAL', 'dpanic', 'panic', 'emerg', 'alert'].map(
    (word) => [`{"level":"${word}"}`, 'fatal'] as const,
  ),
  ...Object.entries({ 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }).flatMap(
    ([number, level]) => [[`{"level":${number}}`, level] as const, [`{"level":"${number}"}`, level] as const],
  ),
  ['{"severity":"ERROR","msg":"x"}', 'error'],
  ['{"log.level":"warn","@timestamp":"x"}', 'warn'],
  ['{"log":{"level":"debug"}}', 'debug'],
  ['{"lvl":"eror"}', 'unknown'],
  ['{"lvl":"err"}', 'error'],
  ['{"level":null,"severity":"info"}', 'info'],
  ['ts=2026-01-01T00:00:00Z level=error msg="it broke"', 'error'],
  ['level="warn" msg=x', 'warn'],
  ['msg=x lvl=dbug', 'unknown'],
  ['{"msg":"x level=error y"}', undefined],
  ['no level at all', undefined],
  ['sublevel=error', undefined],
  ['{"level":"info"', undefined],
  ['{"level":""}', undefined],
  // What made Loki refuse the whole batch.
  [String.raw`{"level":"\ud800"}`, 'unknown'],
  [String.raw`{"level":"a\u0000b\nc"}`, 'unknown'],
  [`{"level":"${'x'.repeat(3000)}"}`, 'unknown'],
  [`level=${'x'.repeat(3000)}`, undefined],
  ['{"level":{"nested":"error"}}', 'unknown'],
  ['{"level":["error"]}', 'unknown'],
  ['{"level":true}', 'unknown'],
  ['{"level":1e300}', 'unknown'],
];

/** Lines with a character that Docker has replaced; the last is of the application itself, which nobody can tell from them. */
const REPLACED = ['caf\uFFFD', `{"level":"warn","msg":"${'x'.repeat(20_000)}\uFFFD"}`, '\uFFFD'];

const MANY = 12_000;

describeWith('alloy', 'Levels become a fixed few labels', (alloyBin) => {
  describeWith('loki', 'in a real Loki', (lokiBin) => suite(alloyBin, lokiBin));
});

function suite(alloyBin: string, lokiBin: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'levels-'));
  const programs: RunningProcess[] = [];
  let lokiUrl = '';
  let alloyUrl = '';
  let streams: StoredStream[] = [];

  beforeAll(async () => {
    const lines = [
      ...EXPECTED.map(([line]) => line),
      ...Array.from({ length: MANY }, (_, n) => `{"level":"custom-${n}"}`),
      ...REPLACED,
      '{"level":"info","msg":"the last line"}',
    ];
    const bin = { alloy: alloyBin, loki: lokiBin };
    ({ lokiUrl, alloyUrl } = await startAlloyFromFile(bin, { folder, programs }, `${lines.join('\n')}\n`));
    await vi.waitFor(
      async () => {
        const last = await storedStreams(lokiUrl, '{service_name="worker"} |= "the last line"');
        expect(last).not.toEqual([]);
      },
      { timeout: 60_000, interval: 250 },
    );
    streams = await storedStreams(lokiUrl, '{service_name="worker"} != "custom-"');
  }, 120_000);

  afterAll(async () => {
    for (const program of programs.reverse()) await program.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  });

  const levelOf = (line: string) =>
    streams.filter(({ lines }) => lines.includes(line)).map(({ labels }) => labels['level']);

  it.each(EXPECTED)('%.60s', (line, level) => {
    expect(levelOf(line)).toEqual([level]);
  });

  it(`loses none of ${MANY} lines with a level each, and makes one stream of them`, async () => {
    const query = `sum by (level) (count_over_time({service_name="worker"} |= "custom-" [10m]))`;
    const answer = await fetch(`${lokiUrl}/loki/api/v1/query?${new URLSearchParams({ query })}`);
    const { data } = (await answer.json()) as { data: { result: { metric: object; value: [number, string] }[] } };
    expect(data.result.map(({ metric, value }) => [metric, value[1]])).toEqual([[{ level: 'unknown' }, `${MANY}`]]);
    const labels = await createLoki({ url: lokiUrl }).series(
      '{service_name="worker"}',
      Date.now() - 600_000,
      Date.now(),
    );
    expect(labels.length).toBeLessThanOrEqual(LEVEL_LABELS.length + 1);
  });

  it('has its refusal shown without the line that it quotes', async () => {
    const query = 'sum_over_time({service_name="worker"} |= "the last line" | json | unwrap msg [10m])';
    const answer = await fetch(`${lokiUrl}/loki/api/v1/query?${new URLSearchParams({ query })}`);
    expect(await answer.text()).toContain('the last line');
    await expect(createLoki({ url: lokiUrl }).query(query, Date.now())).rejects.toThrow(
      /^Loki: query was refused with 400: pipeline error: … \(Loki's own log has the rest\)$/,
    );
  });

  it('counts lines with characters that were replaced, and stores them', async () => {
    const text = await (await fetch(`${alloyUrl}/metrics`)).text();
    const counted = text.split('\n').filter((line) => line.startsWith(`${REPLACED_CHARACTERS}{`));
    expect(counted).toEqual([expect.stringMatching(/container_name="temporal-worker".* 3$/)]);
    expect(counted[0]).not.toContain('level=');
    const stored = streams.flatMap(({ lines }) => lines).filter((line) => line.includes('\uFFFD'));
    expect(stored).toEqual(expect.arrayContaining(REPLACED));
  });

  it('drops nothing on the way', async () => {
    const text = await (await fetch(`${alloyUrl}/metrics`)).text();
    const dropped = [...text.matchAll(/^loki_write_dropped_entries_total\{.*\} (.*)$/gm)].map(([, value]) =>
      Number(value),
    );
    expect(dropped).toEqual([0, 0, 0, 0, 0]);
    expect(text).not.toMatch(/^loki_process_dropped_lines_total/m);
  });
}
