/**
 * Aborts on the first SIGINT or SIGTERM: the step under way ends, the ledger is written, nothing new begins. GitHub waits
 * 7.5 s between the two signals and 2.5 s more. A second signal of the same kind ends the process at once.
 */
export function stopSignal(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted && controller.signal.reason === name) process.exit(130);
    if (!controller.signal.aborted) controller.abort(name);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
