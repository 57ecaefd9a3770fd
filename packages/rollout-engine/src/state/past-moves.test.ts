import { expect, test } from 'vitest';
import type { Event } from './events.ts';
import { evolveAll } from './evolve.ts';
import { emptyLedger } from './ledger.ts';
import { pastMoves } from './past-moves.ts';

const arn = (revision: number) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/worker:${revision}`;
const at = (seconds: number) => Date.UTC(2026, 10, 26) + seconds * 1000;
const run = { name: 'run 1', desiredStateHash: 'h', commit: 'c' };
const service = 'worker';

const began: Event = {
  type: 'rollout-began',
  at: at(0),
  phase: 'rollout',
  run,
  services: [{ name: service, wave: 1, target: arn(2) }],
  revisions: { [arn(1)]: { image: 'a:1', variant: 'adot' }, [arn(2)]: { image: 'a:1', variant: 'alloy' } },
  keepsHold: false,
};
const move = (adopted = false): Event[] => [
  { type: 'move-began', at: at(10), service, target: arn(2), previous: arn(1), wave: 1, adopted, deploymentId: 'd' },
  { type: 'deployed', at: at(60), service },
];

test('a move that was promoted, with the time it took', () => {
  const ledger = evolveAll(emptyLedger('dev'), [
    began,
    ...move(),
    { type: 'promoted', at: at(910), service, run: 'r' },
  ]);
  expect(pastMoves(ledger)).toEqual([{ service, from: 'adot', to: 'alloy', outcome: 'promoted', seconds: 900 }]);
});

test('a move that was taken back is the same move, with another end', () => {
  const way = { restore: arn(1), from: arn(2), contested: false, reason: 'r', leavesNoHold: false };
  const back: Event[] = [
    { type: 'way-back-began', at: at(100), service, ...way },
    { type: 'rolled-back', at: at(130), service, run },
  ];
  const ledger = evolveAll(emptyLedger('dev'), [began, ...move(), ...back]);
  expect(pastMoves(ledger)).toEqual([{ service, from: 'adot', to: 'alloy', outcome: 'rolled-back', seconds: 120 }]);
});

test('nothing is said of a service that was only found in place, that is held, or whose revisions nobody knows', () => {
  const promoted: Event = { type: 'promoted', at: at(910), service, run: 'r' };
  expect(pastMoves(evolveAll(emptyLedger('dev'), [began, ...move(true), promoted]))).toEqual([]);
  const held: Event = { type: 'held', at: at(910), service, run, reason: 'r' };
  expect(pastMoves(evolveAll(emptyLedger('dev'), [began, ...move(), held]))).toEqual([]);
  const moved = evolveAll(emptyLedger('dev'), [began, ...move(), promoted]);
  expect(pastMoves({ ...moved, revisions: {} })).toEqual([]);
  for (const gone of [arn(1), arn(2)]) {
    const { [gone]: _, ...revisions } = moved.revisions;
    expect(pastMoves({ ...moved, revisions })).toEqual([]);
  }
});
