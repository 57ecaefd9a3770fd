import { type Environment, takenBy } from '@loki-adoption/environment';
import { type CorrectedAssumptions, movedServices } from './assumptions.ts';
import { HOURS_PER_MONTH } from './corrected-cloudwatch.ts';
import { type Decimal, decimal } from './decimal.ts';
import { counted, quantity } from './format.ts';
import { fixed, type LineModel } from './line.ts';
import { type Place, priceFor } from './prices.ts';

const CPU_UNITS_PER_VCPU = decimal('1024');
const MIB_PER_GIB = decimal('1024');
const BYTES_PER_GB = decimal('1073741824');
const BYTES_PER_MEGABYTE = decimal('1000000');
const SECONDS_PER_MONTH = HOURS_PER_MONTH.times(decimal('3600'));

/** AWS's split cost allocation: one vCPU weighs as much as 9 GB. The node is the m7g.xlarge of the price book. */
const VCPU_WEIGHT = decimal('9');
const NODE_WEIGHT = VCPU_WEIGHT.times(decimal('4')).plus(decimal('16'));

/** Loki's own tasks. */
export function computeLines({ loki }: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  const replicas = decimal(used.replicas);
  const vcpus = decimal(String(loki.cpu)).div(CPU_UNITS_PER_VCPU);
  const gigabytes = decimal(String(loki.memory)).div(MIB_PER_GIB);
  const validUpTo = decimal(String(loki.ingest.megabytesPerSecond))
    .times(BYTES_PER_MEGABYTE)
    .times(SECONDS_PER_MONTH)
    .div(BYTES_PER_GB);
  const common = {
    row: 'compute',
    why: "no AWS price gives the design's 8 dollars for this task",
    validUpTo,
  } as const;
  if (used.compute === 'ec2-share') {
    const share = weight(vcpus, gigabytes).div(NODE_WEIGHT);
    return [
      {
        ...common,
        key: 'loki-node-share',
        label: 'Loki, share of a node',
        quantity: fixed(share.times(HOURS_PER_MONTH).times(replicas)),
        price: priceFor('node', place),
        describe: (_volume, hours) => ({
          quantity: `${quantity(hours)} node hours`,
          formula: `${counted(used.replicas, 'task')} × (9 × ${quantity(vcpus)} vCPU + ${quantity(gigabytes)} GB) ÷ (9 × 4 + 16) × 730 h`,
        }),
      },
    ];
  }
  const line = (key: string, label: string, unit: string, size: Decimal, price: 'fargateCpu' | 'fargateMemory') => ({
    ...common,
    key,
    label,
    quantity: fixed(size.times(HOURS_PER_MONTH).times(replicas)),
    price: priceFor(price, place),
    describe: (_volume: Decimal, hours: Decimal) => ({
      quantity: `${quantity(hours)} ${unit}-hours`,
      formula: `${counted(used.replicas, 'task')} × ${quantity(size)} ${unit} × 730 h`,
    }),
  });
  return [
    line('loki-fargate-cpu', 'Loki, Fargate vCPU', 'vCPU', vcpus, 'fargateCpu'),
    line('loki-fargate-memory', 'Loki, Fargate memory', 'GB', gigabytes, 'fargateMemory'),
  ];
}

/** Alloy, and the proxy before its Docker socket, in place of ADOT. */
export function sidecarLines(environment: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  if (movedServices(environment).length === 0) return [];
  const { adot } = environment;
  const alloy = takenBy(environment.alloy);
  const vcpus = decimal(String(alloy.cpu - adot.cpu)).div(CPU_UNITS_PER_VCPU);
  const gigabytes = decimal(String(alloy.memory - adot.memory)).div(MIB_PER_GIB);
  const share = weight(vcpus, gigabytes).div(NODE_WEIGHT);
  return [
    {
      key: 'sidecar-difference',
      row: 'sidecars',
      label: 'sidecar size, Alloy less ADOT',
      quantity: fixed(share.times(HOURS_PER_MONTH).times(decimal(used.sidecars))),
      price: priceFor('node', place),
      describe: (_volume, hours) => ({
        quantity: `${quantity(hours)} node hours`,
        formula: `${used.sidecars} sidecars × (9 × ${quantity(vcpus)} vCPU + ${quantity(gigabytes)} GB) ÷ (9 × 4 + 16) × 730 h`,
      }),
      why: 'from the sizes in the environment, not taken as 0',
    },
  ];
}

/** CPU units and MiB of a Grafana on ECS, as the module of Terraform has them. */
const GRAFANA = { vcpus: decimal('0.25'), gigabytes: decimal('0.5') };

/** A Grafana that comes with Loki; one that exists costs the same as before. */
export function grafanaLines({ grafana }: Environment, place: Place): LineModel[] {
  if (grafana.service === undefined) return [];
  const { vcpus, gigabytes } = GRAFANA;
  const common = { row: 'compute', why: 'the design has none' } as const;
  if (grafana.service.capacity === 'ec2') {
    const formula = `1 task × (9 × ${quantity(vcpus)} vCPU + ${quantity(gigabytes)} GB) ÷ (9 × 4 + 16) × 730 h`;
    return [
      {
        ...common,
        key: 'grafana-node-share',
        label: 'Grafana, share of a node',
        quantity: fixed(weight(vcpus, gigabytes).div(NODE_WEIGHT).times(HOURS_PER_MONTH)),
        price: priceFor('node', place),
        describe: (_volume, hours) => ({ quantity: `${quantity(hours)} node hours`, formula }),
      },
    ];
  }
  const line = (key: string, label: string, unit: string, size: Decimal, price: 'fargateCpu' | 'fargateMemory') => ({
    ...common,
    key,
    label,
    quantity: fixed(size.times(HOURS_PER_MONTH)),
    price: priceFor(price, place),
    describe: (_volume: Decimal, hours: Decimal) => ({
      quantity: `${quantity(hours)} ${unit}-hours`,
      formula: `1 task × ${quantity(size)} ${unit} × 730 h`,
    }),
  });
  return [
    line('grafana-fargate-cpu', 'Grafana, Fargate vCPU', 'vCPU', vcpus, 'fargateCpu'),
    line('grafana-fargate-memory', 'Grafana, Fargate memory', 'GB', gigabytes, 'fargateMemory'),
  ];
}

function weight(vcpus: Decimal, gigabytes: Decimal): Decimal {
  return VCPU_WEIGHT.times(vcpus).plus(gigabytes);
}
