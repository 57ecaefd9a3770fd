import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { renderSlice, type Slice, type SliceRequest } from './slice.ts';
import { discardAll } from './write-all.ts';

/** A thread takes about as long to start as this many environments to render. */
const LEAST = 50;
/** Beyond it the disk is what one waits for. */
const MOST_THREADS = 4;

/**
 * Renders many environments on several threads, few on this one. `entry` is the program that a thread runs: one that calls
 * `serveThread`; without it all is done here. When a thread dies, nothing of the others is left either.
 */
export async function renderSlices(request: SliceRequest, entry: string | undefined): Promise<Slice[]> {
  const { names } = request;
  const wanted = Math.min(MOST_THREADS, availableParallelism(), Math.floor(names.length / LEAST));
  const count = entry === undefined ? 1 : Math.max(1, wanted);
  const size = Math.ceil(names.length / count);
  const slice = (index: number) => ({ ...request, names: names.slice(index * size, (index + 1) * size) });
  // The threads first: they start while this one works.
  const others = Array.from({ length: count - 1 }, (_, index) => onThread(slice(index + 1), entry ?? ''));
  const own = (async () => renderSlice(slice(0)))();
  const results = await Promise.allSettled([own, ...others]);
  const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return done;
  for (const { staged } of done) discardAll(staged);
  throw failed.reason;
}

function onThread(request: SliceRequest, entry: string): Promise<Slice> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: request });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread of the rendering ended early, with ${code}`)));
  });
}

/** In a thread: renders its slice and returns true. In the main thread: false. */
export function serveThread(): boolean {
  if (isMainThread) return false;
  parentPort?.postMessage(renderSlice(workerData as SliceRequest));
  return true;
}
