import type { DesiredService } from '../model/desired.ts';
import type { Gates } from '../state/service-record.ts';
import { deployment } from './deployment.ts';
import type { Gate } from './gate.ts';
import { logs } from './logs.ts';
import type { GateName } from './names.ts';
import { sidecar } from './sidecar.ts';

const BY_NAME: Readonly<Record<GateName, Gate>> = { deployment, sidecar, logs };

/** All gates, in the order in which they are judged. */
export const GATES: readonly Gate[] = Object.values(BY_NAME);

/** The gates that mean something for a service with this number of tasks wanted. */
export function gatesFor(service: Pick<DesiredService, 'variant' | 'sidecar'>, desiredCount: number): readonly Gate[] {
  return GATES.filter((gate) => gate.applies(service, desiredCount));
}

/** Whether each of the gates has passed; one that was not measured has not. */
export function havePassed(gates: readonly Gate[], results: Gates): boolean {
  return gates.every(({ name }) => results[name]?.status === 'pass');
}
