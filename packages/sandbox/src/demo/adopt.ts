import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stopTree } from '../processes/index.ts';
import type { Story } from './story.ts';

/** Runs the bundled `adopt` in the developer's clone, against the sandbox, as a person on a laptop would. */
export async function runAdopt(
  story: Story,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(story.developer.clone, 'packages/cli/dist/index.js'), ...args], {
    cwd: story.developer.clone,
    env: { ...withoutAws(process.env), ...story.sandbox.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const abort = () => void stopTree(child.pid);
  story.signal.addEventListener('abort', abort, { once: true });
  const code = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  try {
    const [exit, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
    story.signal.throwIfAborted();
    return { code: exit, stdout, stderr };
  } finally {
    story.signal.removeEventListener('abort', abort);
  }
}

/** A profile or role of the caller's own account has no say in the sandbox. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
}
