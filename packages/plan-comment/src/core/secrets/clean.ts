declare const brand: unique symbol;

/** Text without secrets, not escaped yet. Assignable to `string`; no string is assignable to it: what wasn't scrubbed isn't shown. */
export type Clean = string & { readonly [brand]: 'clean' };

/** Our own words, with holes for what is clean or a number: own`${name} = ${value}`. */
export function own(words: TemplateStringsArray, ...holes: readonly (Clean | number)[]): Clean {
  let result = words[0] ?? '';
  for (let index = 0; index < holes.length; index++) result += `${holes[index]}${words[index + 1]}`;
  return result as Clean;
}

export function joined(parts: readonly Clean[], separator: ', ' | ' → ' | '' | '\n'): Clean {
  return parts.join(separator) as Clean;
}

/** A rewriting that brings in no other text: cutting, escaping, quoting. */
export function rewritten(text: Clean, rewrite: (text: string) => string): Clean {
  return rewrite(text) as Clean;
}

/** Names that stand in the repository's own source, and what the workflow gives: paths, versions, names of environments. */
export function fromSource(text: string): Clean {
  return text as Clean;
}
