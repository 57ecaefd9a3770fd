import type { Environment } from '../../schema/environment.ts';
import { offeredCpu, offeredMemory } from '../launch-types.ts';
import { copiesOf, ingestDemand } from '../sizing/ingest.ts';
import { INGEST_MEMORY, REPLICATION_FACTOR } from '../sizing/measured.ts';
import { type Query, queryDemand } from '../sizing/query-time.ts';
import { queriedDays, volumeByService } from '../sizing/volume.ts';
import { allOf } from '../wording.ts';
import { type Draft, type Finding, warning } from './draft.ts';

type Loki = Environment['loki'];

const CPU_UNITS_PER_VCPU = 1024;

/** A task that ingests its declared peak with nothing left for queries is too small. */
export function lokiCpuTakesIngest({ loki }: Draft): Finding[] {
  if (!loki) return [];
  const { megabytesPerSecond, busyVcpu, neededVcpu } = ingestDemand(loki);
  const needed = neededVcpu * CPU_UNITS_PER_VCPU;
  if (loki.cpu >= needed) return [];
  const message = `${inEach(loki, megabytesPerSecond)} take ${rounded(busyVcpu)} vCPU to ingest, ${vcpuOf(loki)} are here, and queries need room too: ${cpuAdvice(loki, needed)}`;
  return [warning(['loki', 'cpu'], message)];
}

/** Less memory than Loki was seen to need at such a rate. */
export function lokiMemoryTakesIngest({ loki }: Draft): Finding[] {
  if (!loki) return [];
  const { megabytesPerSecond, neededVcpu, neededMemory } = ingestDemand(loki);
  if (loki.memory >= neededMemory) return [];
  const fitting = sizeFor(loki, Math.max(loki.cpu, neededVcpu * CPU_UNITS_PER_VCPU));
  const advice = fitting ? `set it to ${fitting.memory}` : `no ${loki.capacity} task is large enough`;
  const measured = `${INGEST_MEMORY.megabytesPerSecond} MB/s were measured with ${INGEST_MEMORY.mebibytes} MiB`;
  return [warning(['loki', 'memory'], `is small for ${inEach(loki, megabytesPerSecond)}: ${measured}; ${advice}`)];
}

/** People wait longer for a declared query than they declare. */
export function lokiAnswersQueriesInTime({ loki, cost, services, unreadable }: Draft): Finding[] {
  // Without one of the services the others would seem to write all of the volume.
  if (!loki || !cost || unreadable.size > 0) return [];
  const days = queriedDays(loki);
  const volume = volumeByService(services, cost.volume.gigabytesPerMonth, days);
  return loki.queries.flatMap((query, index) => {
    const { megabytes, secondsAtOneVcpu } = queryDemand(query, volume, loki);
    const seconds = (secondsAtOneVcpu * CPU_UNITS_PER_VCPU) / loki.cpu;
    if (seconds <= query.within) return [];
    const what = `${query.class} over ${selection(query)}, ${size(megabytes)} in ${days} ${days === 1 ? 'day' : 'days'}${copiesInWords(loki)}`;
    const wait = `takes about ${Math.ceil(seconds)} s at ${vcpuOf(loki)} vCPU, and ${query.within} s are declared`;
    const advice = cpuAdvice(loki, (secondsAtOneVcpu / query.within) * CPU_UNITS_PER_VCPU);
    return [warning(['loki', 'queries', index], `${what}, ${wait}: select less (a service and a level), or ${advice}`)];
  });
}

function cpuAdvice(loki: Loki, units: number): string {
  const fitting = sizeFor(loki, units);
  if (!fitting) return `no ${loki.capacity} task has the ${Math.ceil(units / CPU_UNITS_PER_VCPU)} vCPU that this takes`;
  const memory = fitting.memory === loki.memory ? '' : ` and loki.memory to ${fitting.memory}`;
  return `set loki.cpu to ${fitting.cpu}${memory}`;
}

/** The smallest task on offer with at least the given number of CPU units, at least as much memory as now, and enough for the ingest. */
function sizeFor(loki: Loki, units: number): { cpu: number; memory: number } | undefined {
  const cpu = offeredCpu(loki.capacity, units);
  if (cpu === undefined) return undefined;
  const { neededMemory } = ingestDemand(loki);
  if (loki.capacity === 'ec2' && loki.memory >= neededMemory) return { cpu, memory: loki.memory };
  const memory = offeredMemory(loki.capacity, cpu, Math.max(loki.memory, neededMemory));
  return memory === undefined ? sizeFor(loki, cpu + 1) : { cpu, memory };
}

function vcpuOf({ cpu }: Loki): string {
  return rounded(cpu / CPU_UNITS_PER_VCPU);
}

function inEach(loki: Loki, megabytesPerSecond: number): string {
  if (copiesOf(loki) === 1) return `${rounded(megabytesPerSecond)} MB/s`;
  return `${rounded(megabytesPerSecond)} MB/s in each of ${loki.replicas} replicas (every line is ingested ${REPLICATION_FACTOR} times)`;
}

function copiesInWords(loki: Loki): string {
  return copiesOf(loki) === 1 ? '' : ` (every line is kept ${REPLICATION_FACTOR} times)`;
}

function selection({ services, share }: Query): string {
  const part = share === 1 ? 'all lines' : `${rounded(share * 100)} % of the lines`;
  return `${part} of ${services === undefined ? 'all services' : allOf(services)}`;
}

function size(megabytes: number): string {
  return megabytes >= 1000 ? `${rounded(megabytes / 1000)} GB` : `${rounded(megabytes)} MB`;
}

/** Two digits that count. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}
