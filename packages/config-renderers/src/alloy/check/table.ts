import table from './components-1.18.json' with { type: 'json' };

/** A type of an argument or export, such as `list(string)`: `of` is what a list or map holds, or a capsule is. */
export interface Type {
  readonly name: 'string' | 'secret' | 'number' | 'bool' | 'duration' | 'list' | 'map' | 'capsule' | 'any';
  readonly of: string;
}

export interface BodyRules {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly blocks?: Readonly<Record<string, string>>;
}

interface ComponentRules {
  readonly stability: string;
  readonly body: string;
  readonly exports?: Readonly<Record<string, string>>;
}

/**
 * What Alloy 1.18.1 says about the components that are rendered here, read from its registry by
 * alloy-components/main.go (which says how to renew it). `?` after a type or body: not required; `*`: may be repeated.
 */
const components: Readonly<Record<string, ComponentRules>> = table.components;
const topBlocks: Readonly<Record<string, string>> = table.blocks;
const bodies: Readonly<Record<string, BodyRules>> = table.bodies;

export const ALLOY_VERSION: string = table.alloy;

/** Functions of Alloy's standard library that are called here: types of the arguments and of the result. */
export const FUNCTIONS: Readonly<Record<string, { readonly takes: readonly string[]; readonly gives: string }>> = {
  json_path: { takes: ['string', 'string'], gives: 'list(any)' },
  'string.split': { takes: ['string', 'string'], gives: 'list(string)' },
  'sys.env': { takes: ['string'], gives: 'string' },
};

/** Blocks and arguments that load without a word and then refuse to run without `--stability.level=experimental`. */
export const EXPERIMENTAL: readonly string[] = ['loki.write: endpoint.queue_config'];

/** Arguments that are strings in the table, and take these words only; by component or block, as its body is named. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  'runtime/logging.Options: level': ['debug', 'info', 'warn', 'error'],
  'runtime/logging.Options: format': ['json', 'logfmt'],
  'component/common/relabel.Config: action': [
    'drop',
    'dropequal',
    'hashmod',
    'keep',
    'keepequal',
    'labeldrop',
    'labelkeep',
    'labelmap',
    'lowercase',
    'replace',
    'uppercase',
  ],
};

export function componentRules(name: string): ComponentRules | undefined {
  return Object.hasOwn(components, name) ? components[name] : undefined;
}

/** Body of a top-level block, component or not. */
export function topLevelBody(name: string): string | undefined {
  return componentRules(name)?.body ?? (Object.hasOwn(topBlocks, name) ? topBlocks[name] : undefined);
}

export function bodyRules(name: string): BodyRules {
  const found = bodies[name];
  if (!found) throw new Error(`the table of components lost ${name}`);
  return found;
}

/** Takes the marks off a type or body of the table. */
export function marked(text: string): { name: string; optional: boolean; repeated: boolean } {
  const [name = '', marks = ''] = /^(.*?)([?*]*)$/.exec(text)?.slice(1) ?? [];
  return { name, optional: marks.includes('?'), repeated: marks.includes('*') };
}

export function typeOf(text: string): Type {
  const [, name = text, of = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  return { name: name as Type['name'], of };
}
