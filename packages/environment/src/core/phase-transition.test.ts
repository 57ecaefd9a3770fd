import { expect, it } from 'vitest';
import { PHASES } from '../phases.ts';
import { phaseTransition } from './phase-transition.ts';

it('allows to stay, one phase forward, and back by any number', () => {
  for (const [index, from] of PHASES.entries()) {
    for (const to of PHASES.slice(0, index + 2)) expect(phaseTransition(from, to)).toEqual({ ok: true });
  }
});

it('refuses to skip a phase that is not verified, and says which comes first', () => {
  expect(phaseTransition('baseline', 'rollout')).toEqual({
    ok: false,
    message:
      "migration.phase can't go from baseline to rollout: infrastructure is not verified yet. Set it to infrastructure first.",
  });
  expect(phaseTransition('infrastructure', 'cleanup', ['rollout'])).toEqual({
    ok: false,
    message:
      "migration.phase can't go from infrastructure to cleanup: validation is not verified yet. Set it to validation first.",
  });
  expect(phaseTransition('baseline', 'cleanup')).toMatchObject({
    message: expect.stringContaining('infrastructure and rollout and validation are not verified yet'),
  });
});

it('allows to skip phases that the ledger shows as verified', () => {
  expect(phaseTransition('baseline', 'rollout', ['infrastructure'])).toEqual({ ok: true });
  expect(phaseTransition('baseline', 'cleanup', ['infrastructure', 'rollout', 'validation'])).toEqual({ ok: true });
});
