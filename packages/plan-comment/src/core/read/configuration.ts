import { asObject, child, isArray, isObject, items, type Json, text } from './json.ts';

/** What the configuration says of one `resource` block. */
export interface Block {
  /** Attributes that it gives. */
  readonly attributes: ReadonlySet<string>;
  /** Commands that run when an object is created or destroyed; `null` where there are none. */
  readonly provisioners: Json;
}

/** Finds the block of a resource by the address of one of its instances. */
export type Blocks = (address: string) => Block | undefined;

interface Module {
  /** `module.a.module.b.`, empty for the root. */
  readonly prefix: string;
  readonly module: Json | undefined;
}

/** Found by the address without indexes: `module.a["x"].aws_b.c[0]` is `aws_b.c` of the call `a`. */
export function blocksOf(root: Json | undefined): Blocks {
  const blocks = new Map<string, Block>();
  for (const { prefix, module } of modulesOf(root)) {
    for (const resource of items(child(module, 'resources'))) {
      const expressions = child(resource, 'expressions');
      if (!isObject(expressions)) continue;
      const attributes = new Set(Object.keys(expressions));
      const provisioners = child(resource, 'provisioners') ?? null;
      blocks.set(`${prefix}${text(child(resource, 'address'))}`, { attributes, provisioners });
    }
  }
  return (address) => blocks.get(address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, ''));
}

function modulesOf(root: Json | undefined): Module[] {
  const modules: Module[] = [{ prefix: '', module: root }];
  for (const { prefix, module } of modules) {
    for (const [name, call] of Object.entries(asObject(child(module, 'module_calls')))) {
      modules.push({ prefix: `${prefix}module.${name}.`, module: child(call, 'module') });
    }
  }
  return modules;
}

/** A provider as it is set up: in which region, with which role. Values of the variables that it refers to stand beside it. */
export interface Provider {
  readonly name: string;
  readonly settings: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

export function providersOf(configuration: Json | undefined, variables: Json | undefined): Provider[] {
  return Object.entries(asObject(child(configuration, 'provider_config'))).map(([name, settings]) => {
    // A module has variables of its own, which a plan doesn't give the values of.
    const names = child(settings, 'module_address') === undefined ? variablesIn(child(settings, 'expressions')) : [];
    const given = names.map((each) => [each, child(child(variables, each), 'value') ?? null] as const);
    return { name, settings, variables: Object.fromEntries(given) };
  });
}

/** Names of the variables that expressions refer to, at any depth. */
function variablesIn(expressions: Json | undefined): string[] {
  const names = new Set<string>();
  const walk = (value: Json) => {
    for (const reference of items(child(value, 'references'))) {
      const name = /^var\.([^.[]+)/.exec(String(reference))?.[1];
      if (name !== undefined) names.add(name);
    }
    if (isArray(value)) for (const inner of value) walk(inner);
    if (isObject(value)) for (const inner of Object.values(value)) walk(inner);
  };
  walk(expressions ?? null);
  return [...names].sort();
}

/** Names of a configuration's variables, outputs, module calls and attributes: what the repository shows to everybody. */
export function namesOf(root: Json | undefined): Set<string> {
  const names = new Set<string>();
  const add = (object: Json | undefined) => {
    for (const name of Object.keys(asObject(object))) names.add(name);
  };
  for (const { module } of modulesOf(root)) {
    for (const key of ['variables', 'outputs', 'module_calls']) add(child(module, key));
    for (const resource of items(child(module, 'resources'))) attributesIn(child(resource, 'expressions'), names);
  }
  return names;
}

/** Names of attributes and of those of nested blocks, not the keys of values. */
function attributesIn(expressions: Json | undefined, names: Set<string>): void {
  for (const [name, expression] of Object.entries(asObject(expressions))) {
    names.add(name);
    for (const block of isArray(expression) ? expression : [expression]) {
      const isValue = child(block, 'constant_value') !== undefined || child(block, 'references') !== undefined;
      if (!isValue) attributesIn(block, names);
    }
  }
}
