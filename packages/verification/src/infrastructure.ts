import type { Environment } from '@loki-adoption/environment';
import { errorMessage } from '@loki-adoption/errors';
import type { Verdict } from './core/verdict.ts';
import type { ProbePorts } from './ports.ts';
import { measureProbe } from './probe.ts';

const LOOK_EVERY_MS = 2000;

/**
 * The check of phase `infrastructure`: Loki says it is ready within `readySeconds`, and a line that was pushed can be
 * read back within the freshness limit of the environment.
 */
export async function verifyInfrastructure(options: {
  environment: Environment;
  ports: ProbePorts;
  readySeconds?: number;
}): Promise<Verdict> {
  // A replica says so only an index sync, five minutes, after it can work.
  const { environment, ports, readySeconds = 600 } = options;
  const readiness = await waitUntilReady(ports, readySeconds);
  if (readiness.status !== 'pass') return readiness;
  const limit = environment.rollout.gates.logs.freshness;
  try {
    const { seconds } = await measureProbe(ports, environment.cluster, limit);
    if (seconds === undefined) return { status: 'fail', detail: `a pushed line can't be read back within ${limit} s` };
    return { status: 'pass', detail: `Loki is ready; a pushed line was readable after ${seconds.toFixed(1)} s` };
  } catch (error) {
    return { status: 'error', detail: errorMessage(error) };
  }
}

async function waitUntilReady(ports: ProbePorts, limitSeconds: number): Promise<Verdict> {
  const startMs = ports.now();
  for (;;) {
    const state = await ports.loki.ready().catch((error: unknown) => ({ ready: false, detail: errorMessage(error) }));
    if (state.ready) return { status: 'pass', detail: 'Loki is ready' };
    if (ports.now() - startMs >= limitSeconds * 1000) {
      return { status: 'fail', detail: `Loki isn't ready after ${limitSeconds} s: ${state.detail}` };
    }
    await ports.sleep(LOOK_EVERY_MS);
  }
}
