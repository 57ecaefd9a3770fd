import type { Json } from '@loki-adoption/ecs-simulator';
import type { Refusal } from './refusal.ts';

/** What AWS would answer to this input, or undefined. It has passed the API model. */
export type Rule = (input: Json) => Refusal | undefined;

export interface ServiceRules {
  /** Code of a request that the API model doesn't allow. */
  readonly invalid: string;
  /** Every write that the product sends, with what the page API_<action> and the pages that it names say beyond the model. */
  readonly writes: Readonly<Record<string, Rule>>;
}

/** The page says nothing beyond the API model. */
export const asModelled: Rule = () => undefined;

/** The first of these that refuses. */
export function allOf(...rules: readonly Rule[]): Rule {
  return (input) => {
    for (const rule of rules) {
      const refusal = rule(input);
      if (refusal) return refusal;
    }
    return undefined;
  };
}

export function refuse(code: string, message: string, status?: number): Refusal {
  return { code, message, ...(status === undefined ? {} : { status }) };
}
