import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One run of a whole process. Seconds; MiB. */
export interface Run {
  readonly wall: number;
  readonly user: number;
  readonly system: number;
  readonly peakRss: number;
}

// Written at exit by the process itself: no tool outside of Node is needed, and its start counts.
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())));",
)}`;

/** Runs a program of Node and measures all of it; throws when it fails. */
export function measure(args: readonly string[], cwd: string): Run {
  const folder = mkdtempSync(join(tmpdir(), 'usage-'));
  const file = join(folder, 'usage.json');
  try {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', REPORT_USAGE, ...args], {
      cwd,
      env: { ...process.env, USAGE_FILE: file },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    const wall = (performance.now() - started) / 1000;
    if (status !== 0) throw new Error(`${args.join(' ')} exits with ${status}: ${stderr.slice(0, 2000)}`);
    const usage = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage;
    return { wall, user: usage.userCPUTime / 1e6, system: usage.systemCPUTime / 1e6, peakRss: usage.maxRSS / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `0.812 … 0.840 … 0.911`: minimum, median, maximum. */
export function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN).toFixed(digits);
  return `${at(0)} … ${at(0.5)} … ${at(1)}`;
}
