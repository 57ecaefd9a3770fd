import { type Environment, isAtLeast, type ValuePath } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { type CorrectedAssumptions, correctedAssumptions, describeAssumptions } from './assumptions.ts';
import { breakEven } from './break-even.ts';
import { cloudwatchLines } from './corrected-cloudwatch.ts';
import { lokiLines } from './corrected-loki.ts';
import { type Decimal, decimal, exact, ZERO } from './decimal.ts';
import { column, type LineModel, textOf, totalAt } from './line.ts';
import { notesFor } from './notes.ts';
import type { Place } from './prices.ts';
import type { AssumptionSet, Column, CostReport, PhaseCost, Saving, SensitivityRow, Verdict } from './report.ts';
import { seedLines } from './seed.ts';

const SENSITIVITY_FACTORS = ['1', '2', '5', '10'];

export interface ForecastOptions {
  /** Default: the environment's `cost.assumptions`. */
  readonly assumptions?: AssumptionSet | undefined;
  /** Default: the environment's `cost.volume.gigabytesPerMonth`. A GB is 2^30 bytes, as AWS bills it. */
  readonly volumeGb?: number | string | undefined;
  /** Replaces single assumptions of the corrected set. */
  readonly overrides?: Partial<CorrectedAssumptions> | undefined;
  /** Where an item of `cost.prices` is declared, such as `environments/prod/environment.yaml:27`. Default: its path. */
  readonly sourceOf?: ((path: ValuePath) => string) | undefined;
}

interface Model {
  readonly cloudwatch: readonly LineModel[];
  readonly infrequentAccess: readonly LineModel[] | undefined;
  readonly loki: readonly LineModel[];
}

/** What logging costs a month before the migration and after it. Throws a UserError for a volume that is no number. */
export function forecast(environment: Environment, options: ForecastOptions = {}): CostReport {
  const set = options.assumptions ?? environment.cost.assumptions;
  const volume = volumeOf(environment, options);
  const used = correctedAssumptions(environment, options.overrides);
  const model = modelOf(environment, set, used, options);
  const [before, after] = [totalAt(model.cloudwatch, volume), totalAt(model.loki, volume)];
  const saving = savingOf(before, after);
  const minimum = String(environment.cost.budget.minimumSavingPercent);
  const design = seedLines();
  const alternative = model.infrequentAccess;
  const report = {
    schemaVersion: 1,
    environment: environment.name,
    region: set === 'seed' ? 'us-east-1' : environment.aws.region,
    mode: 'forecast',
    assumptionSet: set,
    volumeGb: exact(volume),
    cloudwatch: column(model.cloudwatch, volume),
    infrequentAccess: alternative === undefined ? null : column(alternative, volume),
    loki: column(model.loki, volume),
    saving,
    budget: { minimumSavingPercent: minimum, verdict: verdictOf(saving.percent, minimum) },
    breakEven: {
      cloudwatch: breakEven(model.loki, model.cloudwatch),
      infrequentAccess: alternative === undefined ? null : breakEven(model.loki, alternative),
      countsFixed: set === 'seed' ? breakEven(seedLines({ requests: 'fixed' }).loki, design.cloudwatch) : null,
    },
    sensitivity: SENSITIVITY_FACTORS.map((factor) => sensitivityRow(model, volume, factor)),
    design:
      set === 'seed' ? null : { cloudwatch: column(design.cloudwatch, volume), loki: column(design.loki, volume) },
    assumptions: set === 'seed' ? [] : describeAssumptions(environment, used),
  } as const;
  return { ...report, notes: notesFor(report, environment) };
}

/**
 * What the environment's current phase costs a month. CloudWatch alone is paid before Loki exists; an idle Loki comes
 * on top in `infrastructure`; both receive everything from `rollout` to `validation`; Loki alone is left in `cleanup`.
 * What both sides share is counted once.
 */
export function phaseCost(environment: Environment, options: ForecastOptions = {}): PhaseCost {
  const set = options.assumptions ?? environment.cost.assumptions;
  const volume = volumeOf(environment, options);
  const { phase } = environment.migration;
  const receiving = isAtLeast(phase, 'rollout');
  const paysCloudwatch = phase !== 'cleanup';
  const paysLoki = isAtLeast(phase, 'infrastructure');
  const idle = { streams: '0', sidecars: '0' };
  const used = correctedAssumptions(environment, { ...options.overrides, ...(receiving ? {} : idle) });
  const settled = correctedAssumptions(environment, options.overrides);
  const model = modelOf(environment, set, used, options);
  const before = paysCloudwatch ? column(model.cloudwatch, volume) : undefined;
  const lokiModel = paysCloudwatch ? model.loki.filter((line) => line.shared !== true) : model.loki;
  const after = paysLoki ? column(lokiModel, receiving ? volume : ZERO) : undefined;
  return {
    phase,
    paying: [...(paysCloudwatch ? (['cloudwatch'] as const) : []), ...(paysLoki ? (['loki'] as const) : [])],
    monthly: addColumns(before, after),
    lines: [...(before?.lines ?? []), ...(after?.lines ?? [])],
    settled: textOf(totalAt(modelOf(environment, set, settled, options).loki, volume)),
  };
}

function modelOf(
  environment: Environment,
  set: AssumptionSet,
  used: CorrectedAssumptions,
  options: ForecastOptions,
): Model {
  if (set === 'seed') return { ...seedLines(), infrequentAccess: undefined };
  const place = placeOf(environment, options);
  return {
    cloudwatch: cloudwatchLines(place, used, 'standard'),
    infrequentAccess: cloudwatchLines(place, used, 'infrequent-access'),
    loki: lokiLines(environment, place, used),
  };
}

function placeOf({ aws, cost }: Environment, { sourceOf }: ForecastOptions): Place {
  const yours = Object.entries(cost.prices).map(([name, usd]) => {
    const path = ['cost', 'prices', name];
    return [name, { usd, source: sourceOf?.(path) ?? path.join('.') }];
  });
  return { ...aws, yours: Object.fromEntries(yours) };
}

function volumeOf(environment: Environment, options: ForecastOptions): Decimal {
  const text = String(options.volumeGb ?? environment.cost.volume.gigabytesPerMonth);
  const wrong = `The log volume is "${text}": expected GB a month, a number above 0 and below 1e9, such as 50.`;
  if (!/^[0-9]+(\.[0-9]+)?(e[+-]?[0-9]{1,2})?$/i.test(text)) throw new UserError(wrong);
  const volume = decimal(text);
  if (volume.lte(ZERO) || volume.gte(decimal('1000000000'))) throw new UserError(wrong);
  return volume;
}

function savingOf(before: Decimal | undefined, after: Decimal | undefined): Saving {
  if (before === undefined || after === undefined) return { monthly: null, annual: null, percent: null };
  const monthly = before.minus(after);
  return {
    monthly: exact(monthly),
    annual: exact(monthly.times(decimal('12'))),
    percent: before.gt(ZERO) ? exact(monthly.div(before).times(decimal('100'))) : null,
  };
}

function verdictOf(percent: string | null, minimum: string): Verdict {
  if (percent === null) return 'unknown';
  return decimal(percent).gte(decimal(minimum)) ? 'pass' : 'fail';
}

function sensitivityRow(model: Model, volume: Decimal, factor: string): SensitivityRow {
  const scaled = volume.times(decimal(factor));
  const [before, after] = [totalAt(model.cloudwatch, scaled), totalAt(model.loki, scaled)];
  return {
    factor,
    volumeGb: exact(scaled),
    cloudwatch: textOf(before),
    infrequentAccess: model.infrequentAccess === undefined ? null : textOf(totalAt(model.infrequentAccess, scaled)),
    loki: textOf(after),
    savingPercent: savingOf(before, after).percent,
  };
}

function addColumns(before: Column | undefined, after: Column | undefined): string | null {
  const totals = [before, after].flatMap((side) => (side === undefined ? [] : [side.total]));
  let sum = ZERO;
  for (const total of totals) {
    if (total === null) return null;
    sum = sum.plus(decimal(total));
  }
  return exact(sum);
}
