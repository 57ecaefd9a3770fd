import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Pause between two looks whether the processes have ended, in milliseconds. */
const LOOK_EVERY_MS = 50;

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

/**
 * Ends a process and all its descendants: TERM first, KILL for what is left after `graceMs`. The tree is collected
 * before the first signal, because children of a process that has ended are no longer found through it.
 */
export async function stopTree(pid: number | undefined, graceMs = 5000): Promise<void> {
  if (pid === undefined) return;
  const tree = treeOf(pid, await processes());
  for (const member of tree) signal(member, 'SIGTERM');
  const left = await waitForEnd(tree, graceMs);
  for (const member of left) signal(member, 'SIGKILL');
  await waitForEnd(left, graceMs);
}

/** Those of the processes that still run after `timeoutMs`. */
async function waitForEnd(members: readonly number[], timeoutMs: number): Promise<readonly number[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const alive = new Set((await processes()).map(({ pid }) => pid));
    const left = members.filter((member) => alive.has(member));
    if (left.length === 0 || Date.now() >= deadline) return left;
    await sleep(LOOK_EVERY_MS);
  }
}

/** All processes that run. Zombies don't: an orphan stays one where nobody collects it, as in many containers. */
async function processes(): Promise<readonly ProcessEntry[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, status] = line.trim().split(/\s+/);
    return status && !status.startsWith('Z') ? [{ pid: Number(pid), parent: Number(parent) }] : [];
  });
}

function treeOf(root: number, all: readonly ProcessEntry[]): readonly number[] {
  const tree = all.some(({ pid }) => pid === root) ? [root] : [];
  for (const member of tree) {
    for (const { pid, parent } of all) if (parent === member) tree.push(pid);
  }
  return tree;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Ended by itself in the meantime.
  }
}
