import { type Decimal, decimal, ZERO } from './decimal.ts';
import { grouped } from './format.ts';
import { PRICE_BOOK, type PriceItem, type PriceName, type RegionPrice, type Tier } from './price-book.ts';

/** The one place where another region's price may stand in. */
const FALLBACK_REGION = 'us-east-1';

/** A price ready to be multiplied with a quantity. */
export interface Price {
  readonly tiers: readonly Tier[];
  readonly per: string;
  readonly unit: string;
  readonly knownUpTo?: string;
  /** For people: `$0.50 per GB`. */
  readonly text: string;
  /** Absent for the unit costs of the design's estimate. */
  readonly reference?: PriceReference;
}

/** Where a price comes from. `region` differs from the environment's where the price book has no price for it. */
export interface PriceReference {
  readonly item: string;
  readonly serviceCode: string;
  readonly usageType: string;
  readonly region: string;
  readonly sku?: string;
  readonly source: string;
  /** Absent for a price of your own. */
  readonly date?: string;
  /** Declared in the environment, in place of the price book's. */
  readonly yours?: true;
}

/** Where something is paid for, and the prices that were agreed for it. */
export interface Place {
  readonly region: string;
  readonly partition: string;
  /** In USD for the unit of the price book; `source` says where it is declared. */
  readonly yours?: Readonly<Partial<Record<PriceName, { readonly usd: string; readonly source: string }>>>;
}

/**
 * Your price of an item, else the one of the region, else the one of us-east-1; undefined outside the partition `aws`, whose prices
 * say nothing of the other partitions.
 */
export function priceFor(name: PriceName, place: Place): Price | undefined {
  const item: PriceItem = PRICE_BOOK[name];
  const yours = place.yours?.[name];
  if (yours !== undefined) return yourPrice(item, place.region, yours);
  if (place.partition !== 'aws') return undefined;
  const own = Object.hasOwn(item.regions, place.region) ? item.regions[place.region] : undefined;
  const region = own === undefined ? FALLBACK_REGION : place.region;
  const price: RegionPrice = own ?? item.regions[FALLBACK_REGION];
  return {
    tiers: price.tiers,
    per: item.per,
    unit: item.unit,
    ...(price.knownUpTo === undefined ? {} : { knownUpTo: price.knownUpTo }),
    text: priceText(price.tiers, item.per, item.unit),
    reference: {
      item: item.label,
      serviceCode: item.serviceCode,
      usageType: item.usageType,
      region,
      ...(price.sku === undefined ? {} : { sku: price.sku }),
      source: price.source,
      date: price.date,
    },
  };
}

/** One price for any quantity. */
function yourPrice(item: PriceItem, region: string, { usd, source }: { usd: string; source: string }): Price {
  const { label, serviceCode, usageType, per, unit } = item;
  const tiers = [{ from: '0', usd }];
  return {
    tiers,
    per,
    unit,
    text: `${priceText(tiers, per, unit)}, your price`,
    reference: { item: label, serviceCode, usageType, region, source: `your price, ${source}`, yours: true },
  };
}

/**
 * USD for a quantity, tier by tier; undefined beyond what is known. A negative quantity (something saved) is priced in
 * the first tier.
 */
export function charge(price: Price, quantity: Decimal): Decimal | undefined {
  if (price.knownUpTo !== undefined && quantity.gt(decimal(price.knownUpTo))) return undefined;
  let total = ZERO;
  for (const [index, tier] of price.tiers.entries()) {
    const from = decimal(tier.from);
    if (index > 0 && quantity.lte(from)) break;
    const next = price.tiers[index + 1];
    const to = next !== undefined && quantity.gt(decimal(next.from)) ? decimal(next.from) : quantity;
    total = total.plus(to.minus(from).times(decimal(tier.usd)));
  }
  return total.div(decimal(price.per));
}

function priceText(tiers: readonly Tier[], per: string, unit: string): string {
  const many = per === '1' ? '' : `${grouped(decimal(per), 0)} `;
  return `$${tiers[0]?.usd ?? ''} per ${many}${unit}${tiers.length > 1 ? ', less in higher tiers' : ''}`;
}
