import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '@loki-adoption/errors';
import { stopTree } from '../processes/index.ts';
import { type JobOutcome, type Progress, RunRecorder } from './events.ts';
import { adaptWorkflows, standIns } from './workflow-files.ts';

export interface WorkflowRun {
  readonly actBin: string;
  /** Folder with the `node` that actions run on, first on the PATH. */
  readonly nodeFolder: string;
  /** A clone at the commit that the event is about; its workflow files are adapted in place. */
  readonly checkout: string;
  /** Artifacts, logs and act's cache of this run. */
  readonly folder: string;
  readonly workflow: string;
  readonly event: string;
  readonly payload: unknown;
  /** Only this job and what it needs. */
  readonly job?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly token: string;
  readonly actor: string;
  readonly signal: AbortSignal;
  readonly onProgress: Progress;
}

export interface WorkflowOutcome {
  readonly ok: boolean;
  readonly jobs: readonly JobOutcome[];
  readonly logFile: string;
  readonly artifacts: string;
  /** What act said outside of any job. */
  readonly messages: string;
}

/** Plays one workflow of a checkout with act in host mode, as GitHub would for this event. */
export async function runWorkflow(run: WorkflowRun): Promise<WorkflowOutcome> {
  const artifacts = join(run.folder, 'artifacts');
  const logFile = join(run.folder, 'act.jsonl');
  mkdirSync(artifacts, { recursive: true });
  adaptWorkflows(run.checkout);
  const eventFile = join(run.folder, 'event.json');
  writeFileSync(eventFile, JSON.stringify(run.payload));

  const recorder = new RunRecorder(run.onProgress);
  const log = createWriteStream(logFile);
  const child = spawn(run.actBin, actArguments(run, eventFile, artifacts), {
    cwd: run.checkout,
    env: actEnvironment(run),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const abort = () => void stopTree(child.pid);
  run.signal.addEventListener('abort', abort, { once: true });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      recorder.line(line);
    });
  }
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', (error) =>
        reject(new UserError(`act could not be started (${run.actBin}): ${error.message}`, { cause: error })),
      );
      child.on('close', (exit) => resolve(exit ?? 1));
    });
    run.signal.throwIfAborted();
    return { ok: code === 0, jobs: recorder.jobs(), logFile, artifacts, messages: recorder.messages() };
  } finally {
    run.signal.removeEventListener('abort', abort);
    log.end();
  }
}

function actArguments(run: WorkflowRun, eventFile: string, artifacts: string): string[] {
  const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return [
    run.event,
    '--json',
    '--no-cache-server',
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--workflows', `.github/workflows/${run.workflow}`],
    ...['--eventpath', eventFile],
    ...['--actor', run.actor],
    ...(run.job === undefined ? [] : ['--job', run.job]),
    ...['--secret', `GITHUB_TOKEN=${run.token}`],
    ...pairs('--env', { ...run.env, SANDBOX_ARTIFACTS: artifacts }),
    ...pairs('--var', run.variables),
    ...pairs('--input', run.inputs ?? {}),
    ...standIns(run.checkout),
  ];
}

/** Only what a runner has: nothing of the caller's AWS, GitHub or git settings reaches a job. */
function actEnvironment(run: WorkflowRun): NodeJS.ProcessEnv {
  const kept = ['HOME', 'LANG', 'TMPDIR'];
  const env: NodeJS.ProcessEnv = {};
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name];
  const terraformRc = process.env['TF_CLI_CONFIG_FILE'];
  return {
    ...env,
    ...(terraformRc !== undefined && existsSync(terraformRc) && { TF_CLI_CONFIG_FILE: terraformRc }),
    PATH: `${run.nodeFolder}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    XDG_CACHE_HOME: join(run.folder, 'cache'),
    XDG_CONFIG_HOME: join(run.folder, 'config'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    // A workspace without a checkout is in none: git must not find the one that the sandbox runs in.
    GIT_CEILING_DIRECTORIES: run.folder,
  };
}
