import { child, isArray, isObject, items, type Json, type JsonObject, parseEmbedded, text } from './json.ts';

/**
 * Every literal that a plan calls sensitive anywhere: below a mask of a change, of drift, of the planned or the prior values, in a sensitive
 * variable or output. Masks alone aren't enough: a sensitive variable stands in `variables` without one, and a provider may
 * copy it to an attribute that has none (`terraform_data.output` does).
 */
export function collectSecrets(document: JsonObject): Set<string> {
  const found = new Set<string>();
  for (const list of [document['resource_changes'], document['resource_drift'], document['deferred_changes']]) {
    for (const entry of items(list))
      fromChange(child(entry, 'change') ?? child(child(entry, 'resource_change'), 'change'), found);
  }
  for (const change of Object.values(asObject(document['output_changes']))) fromChange(change, found);
  for (const action of items(document['action_invocations'])) {
    masked(child(action, 'config_values'), child(action, 'config_sensitive'), found);
  }
  fromValues(document['planned_values'], found);
  fromValues(child(document['prior_state'], 'values'), found);
  fromConfiguration(child(document['configuration'], 'root_module'), document['variables'], found);
  return found;
}

function fromChange(change: Json | undefined, found: Set<string>): void {
  masked(child(change, 'before'), child(change, 'before_sensitive'), found);
  masked(child(change, 'after'), child(change, 'after_sensitive'), found);
}

function fromValues(values: Json | undefined, found: Set<string>): void {
  for (const output of Object.values(asObject(child(values, 'outputs')))) {
    if (child(output, 'sensitive') === true) literals(child(output, 'value'), found);
  }
  const modules = [child(values, 'root_module')];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of items(child(module, 'resources'))) {
      masked(child(resource, 'values'), child(resource, 'sensitive_values'), found);
    }
    modules.push(...items(child(module, 'child_modules')));
  }
}

function fromConfiguration(module: Json | undefined, given: Json | undefined, found: Set<string>): void {
  for (const [name, variable] of Object.entries(asObject(child(module, 'variables')))) {
    if (child(variable, 'sensitive') !== true) continue;
    literals(child(variable, 'default'), found);
    literals(child(child(given, name), 'value'), found);
    literals(child(child(given, name), 'constant_value'), found);
  }
  for (const output of Object.values(asObject(child(module, 'outputs')))) {
    if (child(output, 'sensitive') === true) literals(child(child(output, 'expression'), 'constant_value'), found);
  }
  for (const call of Object.values(asObject(child(module, 'module_calls')))) {
    fromConfiguration(child(call, 'module'), child(call, 'expressions'), found);
  }
}

/** A mask of `true` covers everything below it; arrays of masks are aligned with their values. */
function masked(value: Json | undefined, mask: Json | undefined, found: Set<string>): void {
  if (mask === true) literals(value, found);
  if (isArray(mask)) for (const [index, inner] of mask.entries()) masked(child(value, index), inner, found);
  if (isObject(mask)) for (const [key, inner] of Object.entries(mask)) masked(child(value, key), inner, found);
}

function literals(value: Json | undefined, found: Set<string>): void {
  if (typeof value === 'number') found.add(String(value));
  if (isArray(value)) for (const inner of value) literals(inner, found);
  if (isObject(value)) for (const inner of Object.values(value)) literals(inner, found);
  if (typeof value !== 'string' || value === '') return;
  found.add(value);
  const embedded = parseEmbedded(value);
  if (embedded !== undefined) embeddedLiterals(embedded, looksDescriptive(embedded), '', found);
}

const SECRET_NAME = /pass|pwd|secret|token|key|cred|auth|private/i;

/** What a sensitive JSON document holds may be copied without the document. */
function embeddedLiterals(value: Json, namedOnly: boolean, name: string, found: Set<string>): void {
  if (typeof value === 'string' && (!namedOnly || SECRET_NAME.test(name))) found.add(value);
  if (isArray(value)) for (const inner of value) embeddedLiterals(inner, namedOnly, name, found);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    // {"name": "DB_PASSWORD", "value": "…"}: the name stands beside the value.
    const label = key === 'value' ? (text(child(value, 'name')) ?? key) : key;
    if (!(namedOnly && key === 'valueFrom')) embeddedLiterals(inner, namedOnly, label, found);
  }
}

/** One sensitive variable makes a whole container definition or policy sensitive: its image or its region is no secret for that. */
function looksDescriptive(value: Json): boolean {
  return child(value, 'Statement') !== undefined || items(value).some((entry) => child(entry, 'image') !== undefined);
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
