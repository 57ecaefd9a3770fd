import { type Decimal, decimal, exact, max, sum, ZERO } from './decimal.ts';
import { charge, type Price } from './prices.ts';
import type { Column, CostLine, Row } from './report.ts';

/** A quantity as a function of the log volume V in GB a month: fixed + max(atLeast, perGb × V). */
export interface Quantity {
  readonly fixed: Decimal;
  readonly atLeast: Decimal;
  readonly perGb: Decimal;
}

/** A line before its volume is known: the model is a list of these for each column. */
export interface LineModel {
  readonly key: string;
  readonly row: Row;
  readonly label: string;
  readonly quantity: Quantity;
  readonly price: Price | undefined;
  readonly describe: (volume: Decimal, quantity: Decimal) => { quantity: string; formula: string };
  readonly why: string;
  readonly shared?: boolean;
  /** GB a month beyond which the line isn't known, such as more than this Loki can take. */
  readonly validUpTo?: Decimal;
}

export function fixed(value: Decimal): Quantity {
  return { fixed: value, atLeast: ZERO, perGb: ZERO };
}

export function perGb(value: Decimal): Quantity {
  return { fixed: ZERO, atLeast: ZERO, perGb: value };
}

export function quantityAt(quantity: Quantity, volume: Decimal): Decimal {
  return quantity.fixed.plus(max(quantity.atLeast, quantity.perGb.times(volume)));
}

/** USD a month at a volume; undefined when a price is unknown or the model ends below that volume. */
export function amountAt(line: LineModel, volume: Decimal): Decimal | undefined {
  if (line.price === undefined) return undefined;
  if (line.validUpTo !== undefined && volume.gt(line.validUpTo)) return undefined;
  return charge(line.price, quantityAt(line.quantity, volume));
}

export function totalAt(lines: readonly LineModel[], volume: Decimal): Decimal | undefined {
  return sum(lines.map((line) => amountAt(line, volume)));
}

/** The volumes at which a line's slope may change: where it leaves its floor and where its price changes tier. */
export function kinks(line: LineModel): Decimal[] {
  const { perGb: slope, atLeast, fixed: base } = line.quantity;
  if (slope.lte(ZERO)) return [];
  const tiers = (line.price?.tiers ?? []).map((tier) => decimal(tier.from).minus(base).div(slope));
  return [atLeast.div(slope), ...tiers];
}

export function column(lines: readonly LineModel[], volume: Decimal): Column {
  return { lines: lines.map((line) => costLine(line, volume)), total: textOf(totalAt(lines, volume)) };
}

export function textOf(value: Decimal | undefined): string | null {
  return value === undefined ? null : exact(value);
}

function costLine(line: LineModel, volume: Decimal): CostLine {
  const reference = line.price?.reference;
  return {
    key: line.key,
    row: line.row,
    label: line.label,
    ...line.describe(volume, quantityAt(line.quantity, volume)),
    unitPrice: line.price?.text ?? 'unknown',
    amount: textOf(amountAt(line, volume)),
    scales: scaling(line.quantity),
    why: line.why,
    shared: line.shared ?? false,
    ...(reference === undefined ? {} : { price: reference }),
  };
}

function scaling(quantity: Quantity): CostLine['scales'] {
  if (quantity.perGb.eq(ZERO)) return 'fixed';
  return quantity.atLeast.eq(ZERO) && quantity.fixed.eq(ZERO) ? 'with volume' : 'partly';
}
