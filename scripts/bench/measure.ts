import { spawn } from 'node:child_process';

/** One run of a whole process, all its threads. Seconds; MiB. */
export interface Run {
  readonly wall: number;
  readonly user: number;
  readonly system: number;
  readonly peakRss: number;
}

// Written at exit by the process itself: no tool outside of Node is needed, and its start counts.
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads'; " +
    "if (isMainThread) process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));",
)}`;

/** Runs a Node program to its end and measures all of it; throws when it fails. */
export async function measure(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', REPORT_USAGE, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, output, errors, report] = child.stdio.map((stream) => textOf(stream));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const wall = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${output?.()}${errors?.()}`.slice(0, 2000));
  const usage = JSON.parse(report?.() ?? '') as NodeJS.ResourceUsage;
  return { wall, user: usage.userCPUTime / 1e6, system: usage.systemCPUTime / 1e6, peakRss: usage.maxRSS / 1024 };
}

function textOf(stream: NodeJS.EventEmitter | null | undefined): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** `0.812 … 0.840 … 0.911`: minimum, median, maximum. */
export function spread(values: readonly number[], digits: number): string {
  return [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(digits)).join(' … ');
}
