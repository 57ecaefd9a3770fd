import { type Environment, takenBy } from '@loki-adoption/environment';
import { type CorrectedAssumptions, movedServices } from './assumptions.ts';
import { type Decimal, decimal } from './decimal.ts';
import { counted, quantity } from './format.ts';
import { fixed, type LineModel } from './line.ts';
import { type Place, priceFor } from './prices.ts';
import { BYTES_PER_GB, HOURS_PER_MONTH, SECONDS_PER_MONTH } from './units.ts';

const CPU_UNITS_PER_VCPU = decimal('1024');
const MIB_PER_GIB = decimal('1024');
const BYTES_PER_MEGABYTE = decimal('1000000');

/** AWS's split cost allocation: one vCPU weighs as much as 9 GB. The node is the m7g.xlarge of the price book. */
const VCPU_WEIGHT = decimal('9');
const NODE_WEIGHT = VCPU_WEIGHT.times(decimal('4')).plus(decimal('16'));

/** What tasks of one kind reserve, all day. */
interface Reserved {
  readonly count: string;
  /** For people: `3 tasks`. */
  readonly words: string;
  readonly vcpus: Decimal;
  readonly gigabytes: Decimal;
}

/** Loki's own tasks. */
export function computeLines({ loki }: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  const validUpTo = decimal(String(loki.ingest.megabytesPerSecond))
    .times(BYTES_PER_MEGABYTE)
    .times(SECONDS_PER_MONTH)
    .div(BYTES_PER_GB);
  const reserved = { count: used.replicas, words: counted(used.replicas, 'task'), ...sizeOf(loki) };
  const what = { key: 'loki', label: 'Loki', why: "no AWS price gives the design's 8 dollars for this task" };
  return taskLines(what, reserved, used.compute, place).map((line) => ({ ...line, validUpTo }));
}

/** Alloy, and the proxy before its Docker socket, in place of ADOT. */
export function sidecarLines(environment: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  if (movedServices(environment).length === 0) return [];
  const { adot } = environment;
  const alloy = takenBy(environment.alloy);
  const size = sizeOf({ cpu: alloy.cpu - adot.cpu, memory: alloy.memory - adot.memory });
  return [
    {
      key: 'sidecar-difference',
      row: 'sidecars',
      label: 'sidecar size, Alloy less ADOT',
      ...shareOfNode({ count: used.sidecars, words: `${used.sidecars} sidecars`, ...size }, place),
      why: 'from the sizes in the environment, not taken as 0',
    },
  ];
}

/** CPU units and MiB of a Grafana on ECS, as the module of Terraform has them. */
const GRAFANA = { cpu: 256, memory: 512 };

/** A Grafana that comes with Loki; one that exists costs the same as before. */
export function grafanaLines({ grafana }: Environment, place: Place): LineModel[] {
  if (grafana.service === undefined) return [];
  const what = { key: 'grafana', label: 'Grafana', why: 'the design has none' };
  const compute = grafana.service.capacity === 'ec2' ? 'ec2-share' : 'fargate';
  return taskLines(what, { count: '1', words: counted('1', 'task'), ...sizeOf(GRAFANA) }, compute, place);
}

/** Tasks on a node that others share, or on Fargate. */
function taskLines(
  { key, label, why }: Pick<LineModel, 'key' | 'label' | 'why'>,
  reserved: Reserved,
  compute: CorrectedAssumptions['compute'],
  place: Place,
): LineModel[] {
  const common = { row: 'compute', why } as const;
  if (compute === 'ec2-share') {
    const share = shareOfNode(reserved, place);
    return [{ ...common, key: `${key}-node-share`, label: `${label}, share of a node`, ...share }];
  }
  const { vcpus, gigabytes } = reserved;
  return [
    {
      ...common,
      key: `${key}-fargate-cpu`,
      label: `${label}, Fargate vCPU`,
      ...hoursOf(reserved, vcpus, 'vCPU', 'fargateCpu', place),
    },
    {
      ...common,
      key: `${key}-fargate-memory`,
      label: `${label}, Fargate memory`,
      ...hoursOf(reserved, gigabytes, 'GB', 'fargateMemory', place),
    },
  ];
}

type Measured = Pick<LineModel, 'quantity' | 'price' | 'describe'>;

function shareOfNode({ count, words, vcpus, gigabytes }: Reserved, place: Place): Measured {
  const share = VCPU_WEIGHT.times(vcpus).plus(gigabytes).div(NODE_WEIGHT);
  return {
    quantity: fixed(share.times(HOURS_PER_MONTH).times(decimal(count))),
    price: priceFor('node', place),
    describe: (_volume, hours) => ({
      quantity: `${quantity(hours)} node hours`,
      formula: `${words} × (9 × ${quantity(vcpus)} vCPU + ${quantity(gigabytes)} GB) ÷ (9 × 4 + 16) × 730 h`,
    }),
  };
}

function hoursOf(
  { count, words }: Reserved,
  size: Decimal,
  unit: string,
  price: 'fargateCpu' | 'fargateMemory',
  place: Place,
): Measured {
  return {
    quantity: fixed(size.times(HOURS_PER_MONTH).times(decimal(count))),
    price: priceFor(price, place),
    describe: (_volume, hours) => ({
      quantity: `${quantity(hours)} ${unit}-hours`,
      formula: `${words} × ${quantity(size)} ${unit} × 730 h`,
    }),
  };
}

/** CPU units and MiB as AWS bills them. */
function sizeOf({ cpu, memory }: { readonly cpu: number; readonly memory: number }) {
  return { vcpus: decimal(String(cpu)).div(CPU_UNITS_PER_VCPU), gigabytes: decimal(String(memory)).div(MIB_PER_GIB) };
}
