import type { GateVerdict } from '../gates/gate.ts';
import type { GateName } from '../gates/names.ts';
import type { Desired, DesiredService } from '../model/desired.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import { type Decision, emit } from './decision.ts';

/**
 * A gate has failed, or never came to a verdict in the time it has: the intent to go back, or a hold where there is nothing to go back to.
 * What was missing is recorded as missing, not as a failure.
 */
export function gateFailed(
  mover: {
    service: DesiredService;
    record: ServiceRecord & { move: { target: string } };
    desired: Desired;
    now: number;
  },
  gate: GateName,
  { status, detail }: GateVerdict,
): Decision {
  const { service, record, desired, now } = mover;
  const at = { at: now, service: service.name };
  const reason = status === 'fail' ? `gate ${gate} failed: ${detail}` : `gate ${gate} has no data to pass: ${detail}`;
  const measured = { type: 'measured', ...at, gate, status, detail } as const;
  const { previous, previousCapacity } = record;
  const { target } = record.move;
  if (previous === null || (previous === target && !previousCapacity)) {
    const nowhere = `${reason} (there is no earlier revision to go back to)`;
    return emit(measured, { type: 'held', ...at, run: desired.run, reason: nowhere });
  }
  const where = previousCapacity && { capacity: previousCapacity };
  const way = { restore: previous, ...where, from: target, contested: false, reason, leavesNoHold: false };
  return emit(measured, { type: 'way-back-began', ...at, ...way });
}
