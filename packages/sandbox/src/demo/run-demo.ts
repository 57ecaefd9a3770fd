import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage, UserError } from '@loki-adoption/errors';
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Progress } from '../act/events.ts';
import { takeLock } from '../lock.ts';
import { forgetSandbox, rememberSandbox } from '../running.ts';
import { type DemoResult, type StageResult, summarise } from './result.ts';
import { STAGES } from './stages/index.ts';
import type { Stage } from './stages/stage.ts';
import { Story } from './story.ts';
import { readLedger } from './world.ts';

export interface DemoOptions {
  readonly root: string;
  /** Run up to this stage. */
  readonly stage?: string;
  /** Leave the sandbox running until it is interrupted. */
  readonly keep: boolean;
  /** Progress goes to stderr as plain lines; otherwise it is drawn where stdout is a terminal. */
  readonly json: boolean;
  readonly signal: AbortSignal;
  /** Told of the result while a kept sandbox still runs. */
  readonly onResult: (result: DemoResult) => void;
}

/** Often enough to see that it lives. */
const LOG_LINE_EVERY_MS = 3000;

export const STAGE_NAMES: readonly string[] = STAGES.map((stage) => stage.name);

/** Plays the whole story: plan → deploy → cost → rollback. Everything that it started has ended when it returns. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const stages = stagesUpTo(options.stage);
  const folder = join(options.root, '.sandbox');
  mkdirSync(folder, { recursive: true });
  using _lock = takeLock(join(folder, 'demo.lock'), 'A demo');
  const artefacts = join(folder, 'demo');
  rmSync(artefacts, { recursive: true, force: true });
  const story = new Story({ root: options.root, artefacts, signal: options.signal });
  const results: StageResult[] = [];
  try {
    await play(story, stages, results, options.json);
  } catch (error) {
    await keepLedger(story);
    story.keep('error.txt', errorMessage(error));
  }
  const result = summarise(story, stages, results);
  options.onResult(result);
  if (story.hasSandbox) {
    if (options.keep && !options.signal.aborted) {
      rememberSandbox(options.root, story.sandbox);
      await aborted(options.signal);
      forgetSandbox(options.root);
    }
    await story.sandbox.stop();
  }
  return result;
}

function stagesUpTo(name: string | undefined): readonly Stage[] {
  if (name === undefined) return STAGES;
  const index = STAGES.findIndex((stage) => stage.name === name);
  if (index === -1) throw new UserError(`There is no stage "${name}": the stages are ${STAGE_NAMES.join(', ')}.`);
  return STAGES.slice(0, index + 1);
}

async function play(story: Story, stages: readonly Stage[], results: StageResult[], json: boolean): Promise<void> {
  const plain = json || process.stdout.isTTY !== true;
  const tasks = stages.map((stage) => ({
    title: stage.title,
    task: async (_: unknown, task: { title: string; output: string }) => {
      story.signal.throwIfAborted();
      const show = (text: string) => {
        task.output = text;
      };
      story.progress = plain ? sparing(show) : show;
      const started = performance.now();
      const before = story.checks.length;
      const finish = (ok: boolean, outcome: string) =>
        results.push({
          name: stage.name,
          title: stage.title,
          ok,
          outcome,
          seconds: Math.round((performance.now() - started) / 100) / 10,
          checks: story.checks.slice(before).map((check) => check.what),
        });
      try {
        const outcome = await stage.run(story);
        finish(true, outcome);
        task.title = `${stage.title}\n  ${outcome}`;
      } catch (error) {
        finish(false, story.signal.aborted ? 'interrupted' : errorMessage(error));
        throw error;
      }
    },
  }));
  const logger = new ListrLogger({
    processOutput: json ? new ProcessOutput(process.stderr, process.stderr) : new ProcessOutput(),
  });
  const common = { concurrent: false, exitOnError: true, registerSignalListeners: false } as const;
  const list = plain
    ? new Listr(tasks, { ...common, renderer: 'simple', rendererOptions: { logger } })
    : new Listr(tasks, {
        ...common,
        renderer: 'default',
        rendererOptions: { collapseErrors: true, showErrorMessage: false },
      });
  await list.run();
}

/** Where every line stays: all steps, and of what they print one line in a while. */
function sparing(show: (text: string) => void): Progress {
  let last = 0;
  return (text, kind) => {
    if (kind === 'log' && performance.now() - last < LOG_LINE_EVERY_MS) return;
    last = performance.now();
    show(text);
  };
}

/** After a failure or an interruption the ledger says how far the services got. */
async function keepLedger(story: Story): Promise<void> {
  try {
    await readLedger(story);
  } catch {
    // There is none before the first deployment.
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    // A pending listener alone doesn't keep the process alive.
    const alive = setInterval(() => {}, 60_000);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(alive);
        resolve();
      },
      { once: true },
    );
  });
}
