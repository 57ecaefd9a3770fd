import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '@loki-adoption/errors';

/** Takes a lock file for as long as it isn't disposed of; one whose process has ended is taken over. */
export function takeLock(file: string, what: string): Disposable {
  const holder = readHolder(file);
  if (holder !== undefined && holder !== process.pid && isAlive(holder)) {
    throw new UserError(
      `${what} already runs in this checkout (process ${holder}): stop it with "adopt sandbox stop", or wait for its end.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return {
    [Symbol.dispose]() {
      if (readHolder(file) === process.pid) rmSync(file, { force: true });
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
