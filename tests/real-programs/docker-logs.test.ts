import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { jsonFileReadByAlloy } from '../../packages/config-renderers/src/task-definition/logging.ts';
import { cachedSeconds } from '../../packages/environment/src/core/sizing/docker-logs.ts';
import { describeWithDocker, EcsHost, type LogConfiguration } from './docker.ts';
import { followLog, type HeldReader } from './held-reader.ts';
import { sampleService } from './task-on-this-machine.ts';

describeWithDocker("Docker's files hold what a service logs while its sidecar can't send", suite);

/** Of JSON with all its quotation marks, as services log. */
const LINE_BYTES = 129;

/** As the cache beside `awslogs`, which is this driver and reads no option of it. */
const CACHE: LogConfiguration = { logDriver: 'local', options: {} };

/** Bytes a second for which the smallest file is rendered. */
const PEAK = 10_000;

function suite(image: string): void {
  const host = new EcsHost(image);
  let reader: HeldReader | undefined;
  afterEach(() => reader?.close());
  afterAll(() => host.remove());

  /** Fills the files with `before` lines, holds the reader up while `during` lines are written, and counts what of those arrives. */
  async function arriving(log: LogConfiguration, before: number, during: number): Promise<number> {
    const task = { name: 'app', task: `task-${log.logDriver}-${during}`, cluster: 'test', log };
    const container = host.start({
      ...task,
      script: `${write('a', before)}; ${UNTIL_TOLD}; ${write('b', during)}; : > /done; sleep 600`,
    });
    reader = await followLog(container);
    const { seen, quietFor } = reader;
    await vi.waitFor(() => expect([seen.size >= before, quietFor() > 500]).toEqual([true, true]), WAIT);
    reader.hold();
    host.exec(container, ': > /go');
    await vi.waitFor(() => host.exec(container, 'ls /done'), WAIT);
    reader.release();
    await vi.waitFor(() => expect(quietFor()).toBeGreaterThan(4000), WAIT);
    return [...seen].filter((id) => id.startsWith('b')).length;
  }

  const rendered = (outageBudget: number) => {
    const { environment, service } = sampleService(9090);
    return jsonFileReadByAlloy(
      { ...environment, alloy: { ...environment.alloy, outageBudget } },
      { ...service, peakLogBytesPerSecond: PEAK },
    );
  };
  /** Lines of the peak in some seconds. */
  const lines = (seconds: number) => Math.floor((PEAK * seconds) / LINE_BYTES);

  it('json-file, from cleanup on: all of the budget, whose first line finds the file nearly full', async () => {
    const log = rendered(600);
    expect(log.options).toMatchObject({ 'max-file': '2', 'max-size': '20m' });
    expect(await arriving(log, 90_000, lines(600))).toBe(lines(600));
  }, 180_000);

  it('the cache beside awslogs: as long as is said, and not much longer', async () => {
    const during = lines(cachedSeconds(PEAK));
    expect(await arriving(CACHE, 120_000, during)).toBe(during);
    expect(await arriving(CACHE, 120_000, 4 * during)).toBeLessThan(4 * during);
  }, 240_000);
}

const WAIT = { timeout: 120_000, interval: 250 };
const UNTIL_TOLD = 'while [ ! -e /go ]; do sleep 0.1; done';

/** A shell script that logs some lines, with an id each. */
function write(prefix: string, count: number): string {
  const line = String.raw`{\"level\":\"info\",\"ts\":\"2026-01-01T00:00:00.000Z\",\"logger\":\"app\",\"msg\":\"request done\",\"path\":\"/api/x\",\"status\":200,\"id\":\"${prefix}%07d\"}\n`;
  return `busybox awk 'BEGIN { for (i = 0; i < ${count}; i++) printf "${line}", i }'`;
}
