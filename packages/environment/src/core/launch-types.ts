import type { Service } from '../schema/environment.ts';
import { oneOf } from './wording.ts';

export type Capacity = Service['capacity'];

/** Name of the ECS capacity provider that the tasks of a service run on. */
export function capacityProvider(
  { capacity }: { readonly capacity: { readonly provider: string } },
  service: Pick<Service, 'capacity'>,
): string {
  return service.capacity === 'fargate' ? 'FARGATE' : capacity.provider;
}

interface FargateSize {
  /** ECS CPU units. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: { readonly from: number; readonly to: number; readonly step: number };
}

/**
 * Every task size that Fargate offers for Linux, from "Troubleshoot Amazon ECS task definition invalid CPU or memory
 * errors" in AWS's developer guide. With 256 CPU units 1536 MiB are missing in the row of steps.
 */
const FARGATE_SIZES: readonly FargateSize[] = [
  { cpu: 256, memory: { from: 512, to: 2048, step: 512 } },
  { cpu: 512, memory: { from: 1024, to: 4096, step: 1024 } },
  { cpu: 1024, memory: { from: 2048, to: 8192, step: 1024 } },
  { cpu: 2048, memory: { from: 4096, to: 16_384, step: 1024 } },
  { cpu: 4096, memory: { from: 8192, to: 30_720, step: 1024 } },
  { cpu: 8192, memory: { from: 16_384, to: 61_440, step: 4096 } },
  { cpu: 16_384, memory: { from: 32_768, to: 122_880, step: 8192 } },
];

/** On EC2 a task may reserve any number of CPU units up to this one: 192 vCPU. */
const LARGEST_EC2_CPU = 196_608;
/** A quarter of a vCPU, so that sizes stay readable. */
const EC2_STEP = 256;

/** MiB that Fargate offers beside the given number of CPU units; none for a number that it doesn't offer. */
export function fargateMemories(cpu: number): readonly number[] {
  const size = FARGATE_SIZES.find((each) => each.cpu === cpu);
  if (!size) return [];
  const { from, to, step } = size.memory;
  const all = Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
  return cpu === 256 ? all.filter((memory) => memory !== 1536) : all;
}

/** What is wrong with a pair of CPU units and MiB on Fargate, and which of both; `undefined` for a pair on offer. */
export function fargateProblem(cpu: number, memory: number): { field: 'cpu' | 'memory'; message: string } | undefined {
  const memories = fargateMemories(cpu);
  const [first, second] = memories;
  if (first === undefined || second === undefined) {
    const offered = oneOf(FARGATE_SIZES.map((size) => String(size.cpu)));
    return { field: 'cpu', message: `Fargate offers ${offered} CPU units, not ${cpu}` };
  }
  if (memories.includes(memory)) return undefined;
  const range =
    memories.length <= 4 ? oneOf(memories.map(String)) : `${first} to ${memories.at(-1)} in steps of ${second - first}`;
  return { field: 'memory', message: `with ${cpu} CPU units Fargate offers ${range} MiB, not ${memory}` };
}

/** The smallest number of CPU units on offer that is at least `units`; `undefined` when no task can be so large. */
export function offeredCpu(capacity: Capacity, units: number): number | undefined {
  if (capacity === 'fargate') return FARGATE_SIZES.find(({ cpu }) => cpu >= units)?.cpu;
  const rounded = Math.ceil(units / EC2_STEP) * EC2_STEP;
  return rounded <= LARGEST_EC2_CPU ? rounded : undefined;
}

/** The smallest MiB on offer beside `cpu` units that are at least `mebibytes`; `undefined` when there are none. */
export function offeredMemory(capacity: Capacity, cpu: number, mebibytes: number): number | undefined {
  if (capacity === 'fargate') return fargateMemories(cpu).find((memory) => memory >= mebibytes);
  return Math.ceil(mebibytes / EC2_STEP) * EC2_STEP;
}
