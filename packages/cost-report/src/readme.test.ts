import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PRICE_BOOK, type PriceItem } from './core/price-book.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const action = readFileSync(new URL('../action.yml', import.meta.url), 'utf8');

test('the README lists every price of the price book, and no other', () => {
  const items: PriceItem[] = Object.values(PRICE_BOOK);
  const rows = items.flatMap((item) =>
    Object.entries(item.regions).map(([region, price]) => {
      const per = item.per === '1' ? item.unit : `${item.per} ${item.unit}`;
      const usd = `${price.tiers[0]?.usd} per ${per}`;
      return `| ${[item.label, region, usd, price.sku ?? '–', price.date, price.source].join(' | ')} |`;
    }),
  );
  const listed = /<!-- prices -->([\s\S]*)<!-- \/prices -->/.exec(readme)?.[1] ?? '';
  const [, , ...found] = listed
    .trim()
    .split('\n')
    .map((row) => row.replace(/ +/g, ' '));
  expect(found).toEqual(rows);
});

test('the README names every input and output of the action', () => {
  const names = [...action.matchAll(/^ {2}([a-z-]+):$/gm)].map((match) => match[1]);
  expect(names.length).toBe(12);
  for (const name of names) expect(readme).toContain(`\`${name}\``);
});
