import { expect, test } from 'vitest';
import type { Event } from '../state/events.ts';
import { at, NEW, OLD, RUN, way } from '../testing/builders.ts';
import { describeEvent } from './describe-event.ts';

const time = { at: at(0) };
const worker = { ...time, service: 'worker' };
const began = { type: 'move-began', ...worker, target: NEW, wave: 1, deploymentId: null } as const;
const move = (service: string) => ({ service, definition: OLD, wave: 1, parallel: 1, begun: false });
const { startedAt: _, deploymentId: __, ...back } = way();

const lines: readonly [Event, string][] = [
  [
    { type: 'rollout-began', ...time, phase: 'rollout', run: RUN, services: [], revisions: {}, keepsHold: false },
    'Rollout of phase rollout',
  ],
  [{ type: 'rollback-began', ...time, run: RUN, reason: 'errors', to: 'adot' }, 'Rollback to adot: errors'],
  [{ type: 'rollback-planned', moves: [move('worker'), move('ui')], revisions: {} }, 'Going back: worker, ui'],
  [{ type: 'rollback-planned', moves: [], revisions: {} }, 'Going back: nothing'],
  [{ type: 'phase-verified', ...time, phase: 'rollout', commit: 'c7' }, 'Phase rollout is verified'],
  [{ type: 'rollout-ended', ...time, phase: 'rollout', run: RUN, unverified: null }, 'Phase rollout is deployed'],
  [{ type: 'released' }, 'The hold is released'],
  [{ ...began, previous: OLD, adopted: false }, 'worker: revision 1 → 2'],
  [{ ...began, previous: null, adopted: false }, 'worker: revision ? → 2'],
  [{ ...began, previous: OLD, adopted: true }, 'worker: runs revision 2 already: checking its gates'],
  [{ type: 'deployment-seen', ...worker, deploymentId: 'ecs-svc/2' }, 'worker: deployment ecs-svc/2'],
  [{ type: 'measured', ...worker, gate: 'logs', status: 'pass', detail: 'fresh' }, 'worker: gate logs pass: fresh'],
  [{ type: 'deployed', ...worker }, 'worker: deployed'],
  [{ type: 'gates-passed', ...worker }, 'worker: all gates passed: baking'],
  [{ type: 'baked', ...worker }, 'worker: baked: judging the gates once more'],
  [{ type: 'promoted', ...worker, run: 'run 7' }, 'worker: promoted'],
  [{ type: 'way-back-began', ...worker, ...back }, 'worker: gate sidecar failed; rolling back to revision 1'],
  [{ type: 'way-back-repeated', ...worker }, 'worker: the run that was pre-empted had a call under way: once more'],
  [{ type: 'rolled-back', ...worker, run: RUN }, 'worker: rolled back'],
  [{ type: 'held', ...worker, run: RUN, reason: 'stuck' }, 'worker: held: stuck'],
];

test.each(lines)('%j', (event, line) => {
  expect(describeEvent(event)).toBe(line);
});
