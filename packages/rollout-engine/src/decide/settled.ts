import { gatesFor, havePassed } from '../gates/registry.ts';
import { isSameCapacity } from '../model/capacity.ts';
import type { DesiredService } from '../model/desired.ts';
import { primaryOf } from '../model/ecs.ts';
import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import { isMoving, type ServiceRecord, targetOf } from '../state/service-record.ts';
import { isAsWanted } from './place.ts';

/**
 * Whether nothing is left to do for a service: the ledger says promoted, of this very definition, every gate that means something for it
 * has passed, and ECS still runs it. A gate that was never measured has not passed: the next run measures it.
 */
export function isSettled(service: DesiredService, ledger: Ledger, world: World): boolean {
  const record = ledger.services[service.name];
  const seen = world.services[service.name]?.service;
  if (record?.state !== 'promoted' || targetOf(record) !== service.target) return false;
  if (seen?.status !== 'ACTIVE' || !isAsWanted(service, primaryOf(seen), world)) return false;
  return havePassed(gatesFor(service, seen.desiredCount), record.gates);
}

/** Whether a run is in the middle of moving a service to this definition and capacity, or of taking it back. */
export function isUnderWay(service: DesiredService, record: ServiceRecord | undefined): record is ServiceRecord {
  if (!isMoving(record)) return false;
  if (record.state === 'rolling-back') return true;
  const { target, capacity } = record.move;
  return target === service.target && (!capacity || isSameCapacity(capacity, service.capacity));
}
