import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RunningProcess } from '../../packages/sandbox/src/processes/index.ts';
import { startAlloyFromFile } from './alloy-from-file.ts';
import { describeWith } from './programs.ts';
import { storedStreams } from './stored-streams.ts';

const TRACE = '2026-01-01 level=error it broke\n\tat a.B(c.java:1)\n\tat d.E(f.java:2)';
const JSON_LINE = '{"level":"warn","msg":"between the lines of a trace"}';
const LONG = ['2026-01-03 many lines', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const LAST = '2026-01-04 level=fatal the last words\n\tat the.End(of.java:3)';

const WRITTEN = [
  ...[TRACE, JSON_LINE, 'Caused by: a cause', '2026-01-02 a line by itself'],
  ...[LONG.join('\n'), 'Exception in thread: without a date', LAST],
];

describeWith('alloy', 'Lines of an entry become one', (alloyBin) => {
  describeWith('loki', 'in a real Loki', (lokiBin) => suite(alloyBin, lokiBin));
});

function suite(alloyBin: string, lokiBin: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'multiline-'));
  const programs: RunningProcess[] = [];
  let entries: { readonly level: string | undefined; readonly line: string }[] = [];

  beforeAll(async () => {
    const multiline = { firstLine: '^[0-9]{4}-', maxLines: 5, maxWait: 25 };
    const bin = { alloy: alloyBin, loki: lokiBin };
    const started = startAlloyFromFile(bin, { folder, programs }, `${WRITTEN.join('\n')}\n`, { multiline });
    const { alloy, lokiUrl } = await started;
    const stored = () => storedStreams(lokiUrl, '{service_name="worker"}');
    await vi.waitFor(async () => expect(JSON.stringify(await stored())).toContain('sixth'), WAIT);
    // As ECS does with a task that stops, long before maxWait is over.
    await alloy.stop(20_000);
    await vi.waitFor(async () => expect(JSON.stringify(await stored())).toContain('the last words'), WAIT);
    entries = (await stored()).flatMap(({ labels, lines }) => lines.map((line) => ({ level: labels['level'], line })));
  }, 120_000);

  afterAll(async () => {
    for (const program of programs.reverse()) await program.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  });

  const of = (text: string) => entries.filter(({ line }) => line.includes(text));

  it('a trace is one entry, with the level of its first line and what was printed around JSON', () => {
    expect(of('it broke')).toEqual([{ level: 'error', line: `${TRACE}\nCaused by: a cause` }]);
  });

  it('JSON stays by itself, byte for byte', () => {
    expect(of('between the lines')).toEqual([{ level: 'warn', line: JSON_LINE }]);
  });

  it('a first line alone is an entry', () => {
    expect(of('by itself')).toEqual([{ level: undefined, line: '2026-01-02 a line by itself' }]);
  });

  it('more lines than an entry may have begin another', () => {
    expect(of('many lines').map(({ line }) => line)).toEqual([LONG.slice(0, 5).join('\n')]);
    expect(of('sixth').map(({ line }) => line)).toEqual(['sixth\nException in thread: without a date']);
  });

  it('what the sidecar holds when its task stops is not lost', () => {
    expect(of('the last words')).toEqual([{ level: 'fatal', line: LAST }]);
  });
}

const WAIT = { timeout: 40_000, interval: 250 };
