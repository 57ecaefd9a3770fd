import { readFileSync } from 'node:fs';
import { type OptionTable, parseOptionTable } from '../loki/option-table.ts';

/** The options of the Loki that the environments name. fixtures/README.md tells where they come from. */
export const LOKI_OPTIONS: OptionTable = new Map([
  ...read('loki-3.7.6-options.txt'),
  ...read('loki-3.7.6-options-by-hand.txt'),
]);

function read(name: string): OptionTable {
  return parseOptionTable(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}
