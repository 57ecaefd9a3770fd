import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { adopt, type Finished, root, sandboxProcesses } from './adopt.ts';

interface DemoResult {
  readonly ok: boolean;
  readonly stages: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly outcome: string;
    readonly checks: readonly string[];
  }[];
  readonly artefacts: readonly string[];
}

describe('an interrupted demo', () => {
  test('leaves no process and no lock behind, and the next one starts', async () => {
    const demo = adopt(['demo', '--stage', 'baseline', '--json']);
    await until(() => demo.output().includes('Apply that plan'), demo.finished);
    demo.child.kill('SIGINT');
    const { code, stdout } = await demo.finished;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, interrupted: true });
    expect(sandboxProcesses()).toEqual([]);
    expect(existsSync(join(root, '.sandbox/demo.lock'))).toBe(false);

    const next = await adopt(['demo', '--stage', 'sandbox', '--json']).finished;
    expect(next.code, next.stderr).toBe(0);
    expect(sandboxProcesses()).toEqual([]);
  });
});

describe('the demo', () => {
  let finished: Finished;
  let result: DemoResult;

  beforeAll(async () => {
    finished = await adopt(['demo', '--json']).finished;
    result = JSON.parse(finished.stdout) as DemoResult;
  });

  test('plays every stage, each with outcomes that were checked', () => {
    const failed = result.stages.find((stage) => !stage.ok);
    expect(failed?.outcome).toBeUndefined();
    expect(finished.code).toBe(0);
    expect(result.stages.map((stage) => stage.name)).toEqual([
      'sandbox',
      'repository',
      'baseline',
      'infrastructure',
      'rollout',
      'fix',
      'verify',
      'own-code',
      'comparison',
      'cost',
      'rollback',
    ]);
    for (const stage of result.stages) expect(stage.checks, stage.name).not.toEqual([]);
  });

  test('leaves what it says it leaves', () => {
    expect(result.artefacts).toEqual(
      expect.arrayContaining(
        ['comments/plan-infrastructure.md', 'comments/cost-report.md', 'ledger.json'].map(
          (name) => `.sandbox/demo/${name}`,
        ),
      ),
    );
    for (const path of result.artefacts) expect(readFileSync(join(root, path), 'utf8')).not.toBe('');
  });

  test('leaves no process behind', () => {
    expect(sandboxProcesses()).toEqual([]);
  });
});

/** Waits for a condition; an end of the demo before that is a failure of its own. */
async function until(condition: () => boolean, finished: Promise<Finished>): Promise<void> {
  let ended: Finished | undefined;
  void finished.then((result) => {
    ended = result;
  });
  while (!condition()) {
    if (ended !== undefined) throw new Error(`The demo ended early: ${ended.stdout}${ended.stderr}`);
    await sleep(100);
  }
}
