import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { foreseen } from './preflight.ts';
import { runRollout } from './rollout.ts';

const waves = [{ services: ['worker'] }];

test.each(['inconclusive', 'fail'] as const)(
  'infrastructure whose check ends as %s is deployed but not verified, and the next phase is refused in these words',
  async (status) => {
    const world = createTestWorld(sampleEnvironment({ phase: 'infrastructure', waves }), { ledger: null });
    const checkInfrastructure = async () => ({ status, detail: "Loki isn't ready" });
    const report = await world.run((ports) => runRollout(world.options, { ...ports, checkInfrastructure }));
    expect(report.outcome).toBe('held');
    let refused: string | undefined;
    await world.run(async (ports) => {
      const next = { ...world.options, environment: sampleEnvironment({ waves }) };
      refused = (await foreseen(next, ports)).refusal;
      return report;
    });
    expect(refused).toContain(
      "infrastructure is deployed but not verified, because phase infrastructure: Loki isn't ready",
    );
  },
);
