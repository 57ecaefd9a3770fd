import { bootstrapKey, ledgerKey } from '../names.ts';
import { type Draft, error, type Finding } from './draft.ts';

/** Two objects lie beside the state, and neither may lie in its place. */
export function stateKeyIsFree({ state }: Draft): Finding[] {
  if (state === undefined) return [];
  const { key } = state;
  const lies = (what: string) => [
    error(['state', 'key'], `is where ${what} lies: choose another name, such as terraform.tfstate`),
  ];
  if (key === ledgerKey(key)) return lies("the rollout's ledger");
  return key === bootstrapKey(key) ? lies('the state of bootstrap') : [];
}
