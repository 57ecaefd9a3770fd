import { QUOTAS } from '../../../packages/ecs-simulator/src/limits/quotas.ts';
import { runRollout } from '../../../packages/rollout-engine/src/run/rollout.ts';
import { createTestWorld } from '../../../packages/rollout-engine/src/testing/test-world.ts';
import { median } from '../measure.ts';
import { timeOfDecision } from './decision.ts';
import { environmentOf } from './environment.ts';

// What a rollout asks of ECS, and how long a decision takes. docs/benchmarks.md explains how to read the output.
const SERVICES = 100;
const WAVES = 10;
const DECISIONS = [100, 1000];
const MINUTE = 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

await callsOfRollout();
say('');
decisions();

/** A whole rollout on the simulated ECS, with the quotas of AWS. Time is virtual: what counts is calls, not how long this takes. */
async function callsOfRollout(): Promise<void> {
  const environment = environmentOf(SERVICES, WAVES);
  const world = createTestWorld(environment);
  world.behave({ limits: 'aws' });
  const calls: { action: string; at: number }[] = [];
  world.watchers.push({
    arrived: (_runner, to, action) => {
      if (to === 'ECS') calls.push({ action, at: world.stage.now() });
    },
  });
  const startedAt = world.stage.now();
  const report = await world.run((ports) => runRollout(world.options, ports));
  const minutes = (world.stage.now() - startedAt) / MINUTE;
  if (report.outcome !== 'promoted') throw new Error(`the rollout ended ${report.outcome}: ${report.reason}`);
  say(`${SERVICES} services in ${WAVES} waves, ${minutes.toFixed(0)} minutes, ${report.polls} polls of 15 s`);
  say('| action | calls | a minute | busiest minute | AWS allows a minute | throttled |');
  say('| --- | ---: | ---: | ---: | ---: | ---: |');
  const counts = world.account.ecs.callCounts();
  for (const action of [...new Set(calls.map((call) => call.action))].sort()) {
    const own = calls.filter((call) => call.action === action).map(({ at }) => at - startedAt);
    const allowed = (QUOTAS.find(({ actions }) => actions.includes(action))?.perSecond ?? Number.NaN) * 60;
    const cells = [
      own.length,
      (own.length / minutes).toFixed(1),
      busiest(own),
      allowed,
      counts[action]?.throttled ?? 0,
    ];
    say(`| ${[action, ...cells].join(' | ')} |`);
  }
  say(`${(calls.length / report.polls / SERVICES).toFixed(2)} calls a service and poll`);
}

/** The most calls in any minute, beginning at any of them. */
function busiest(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [to, time] of times.entries()) {
    while (time - (times[from] ?? time) >= MINUTE) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

function decisions(): void {
  const medians = DECISIONS.map((services) => {
    const times = timeOfDecision(environmentOf(services, WAVES));
    say(`a decision with ${services} services: ${median(times).toFixed(3)} ms (median of ${times.length})`);
    return median(times);
  });
  const [few = 1, many = 1] = medians;
  const growth = many / few / ((DECISIONS[1] ?? 1) / (DECISIONS[0] ?? 1));
  say(`growth against linear: × ${growth.toFixed(2)}`);
}
