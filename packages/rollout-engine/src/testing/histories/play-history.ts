import type { Environment } from '@loki-adoption/environment';
import { carryOut, heal } from './carry-out.ts';
import { type Command, SERVICES } from './commands.ts';
import { createHistory } from './create-history.ts';
import { alive, begin, type History, play } from './history.ts';
import { Violation } from './invariants.ts';
import { judgeEnd } from './watch.ts';

/** How often somebody tries before they give up, and how long they wait: ECS forgets stopped tasks after an hour. */
const ATTEMPTS = 3;
const PATIENCE_SECONDS = 3700;

/** No run of these environments takes longer, in seconds. */
const RUN_SECONDS = 8_000;

/**
 * Plays a history, then lets everything heal: runs that are left come to their end, leases lapse, and a fresh rollout, after a release
 * where there is a hold, has to bring every service to its target. Throws the first broken invariant.
 */
export async function playHistory(environment: Environment, commands: readonly Command[]): Promise<History> {
  const history = createHistory(environment);
  for (const command of commands) {
    await carryOut(history, command);
    judge(history);
  }
  heal(history);
  await finish(history);
  await converge(history);
  return history;
}

function judge(history: History): void {
  if (history.violation) throw history.violation;
  for (const run of history.runs) if (run.started.actor.isOver) judgeEnd(history, run);
}

/** Every run that is alive ends by itself. */
async function finish(history: History): Promise<void> {
  for (let seconds = 0; alive(history).length > 0; seconds += 100) {
    if (seconds > RUN_SECONDS) throw new Violation(`${alive(history)[0]?.name} doesn't come to an end`);
    await play(history, 100);
    judge(history);
  }
}

async function converge(history: History): Promise<void> {
  const { world } = history;
  const outcomes: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // Leases of the dead lapse.
    world.pass(attempt === 0 ? 200 : PATIENCE_SECONDS);
    // What the reason of a hold asks for: a collector that has died stays dead until its task is replaced.
    if (attempt > 0) for (const service of SERVICES) await carryOut(history, { do: 'force', service });
    if (world.readLedger().hold) begin(history, 'release', {});
    await finish(history);
    begin(history, 'rollout', {});
    await finish(history);
    const { report, error } = history.runs.at(-1)?.started.result() ?? {};
    if (!report) throw new Violation(`in a world without faults a rollout fails: ${String(error)}`);
    outcomes.push(`${report.outcome}: ${report.reason}`);
    if (report.outcome !== 'promoted' && report.outcome !== 'unchanged') continue;
    const away = SERVICES.find((name) => world.account.runs(name) !== history.wanted.definitions[name]);
    if (away) throw new Violation(`a fresh rollout ended ${report.outcome}, and ${away} does not run its target`);
    const elsewhere = SERVICES.find((name) => world.account.runsOn(name) !== history.wanted.provider);
    if (elsewhere) throw new Violation(`a fresh rollout ended ${report.outcome}, and ${elsewhere} runs elsewhere`);
    if (world.readLedger().lease) throw new Violation('a fresh rollout left its lease');
    return;
  }
  throw new Violation(`a fresh rollout does not converge: ${outcomes.join(' | ')}`);
}
