import type { Environment } from '@loki-adoption/environment';
import { attempt } from './attempt.ts';
import type { Verdict } from './core/verdict.ts';
import type { ProbePorts } from './ports.ts';
import { measureProbe } from './probe.ts';

/**
 * One look for phase `infrastructure`: Loki says that it is ready, and a line that was pushed can be read back within the freshness limit
 * of the environment. `inconclusive` while Loki is not ready yet, which takes a replica five minutes, an index sync, after its start.
 */
export async function verifyInfrastructure(options: { environment: Environment; ports: ProbePorts }): Promise<Verdict> {
  const { environment, ports } = options;
  const limit = environment.rollout.gates.logs.freshness;
  return attempt(async () => {
    const state = await ports.loki.ready();
    if (!state.ready) return { status: 'inconclusive', detail: `Loki isn't ready: ${state.detail}` };
    const { seconds } = await measureProbe(ports, environment.cluster, limit);
    if (seconds === undefined) return { status: 'fail', detail: `a pushed line can't be read back within ${limit} s` };
    return { status: 'pass', detail: `Loki is ready; a pushed line was readable after ${seconds.toFixed(1)} s` };
  });
}
