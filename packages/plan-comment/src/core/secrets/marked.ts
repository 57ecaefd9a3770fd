import { secretIn } from '@loki-adoption/secrets';
import { asObject, child, isArray, isObject, items, type Json, parseEmbedded, text } from '../read/json.ts';
import { LongNumber } from '../read/long-number.ts';

// What a plan calls sensitive, anywhere: below a mask of a change, of drift, of the planned or the prior values, in a sensitive variable
// or output. Masks alone aren't enough: a sensitive variable stands in `variables` without one, and a provider may copy it to an
// attribute that has none (`terraform_data.output` does).

export function secretsOfChange(change: Json | undefined, found: Set<string>): void {
  masked(child(change, 'before'), child(change, 'before_sensitive'), found);
  masked(child(change, 'after'), child(change, 'after_sensitive'), found);
  for (const side of ['before', 'after'])
    variablesOfContainers(child(child(change, side), 'container_definitions'), found);
}

/** Terraform marks nothing inside the containers of a task definition, where passwords stand that nobody has moved to a secret yet. */
function variablesOfContainers(definitions: Json | undefined, found: Set<string>): void {
  if (typeof definitions !== 'string') return;
  for (const variable of items(parseEmbedded(definitions)).flatMap((container) =>
    items(child(container, 'environment')),
  )) {
    const value = child(variable, 'value');
    if (typeof value === 'string' && secretIn(text(child(variable, 'name')) ?? '', value) !== undefined)
      literals(value, found);
  }
}

export function secretsOfActions(invocations: Json | undefined, found: Set<string>): void {
  for (const action of items(invocations)) {
    masked(child(action, 'config_values'), child(action, 'config_sensitive'), found);
  }
}

/** Outputs of planned or prior values. */
export function secretsOfOutputs(outputs: Json, found: Set<string>): void {
  for (const output of Object.values(asObject(outputs))) {
    if (child(output, 'sensitive') === true) literals(child(output, 'value'), found);
  }
}

export function secretsOfConfiguration(
  configuration: Json | undefined,
  given: Json | undefined,
  found: Set<string>,
): void {
  for (const provider of Object.values(asObject(child(configuration, 'provider_config')))) {
    secretArguments(child(provider, 'expressions'), found);
  }
  fromModule(child(configuration, 'root_module'), given, found);
}

function fromModule(module: Json | undefined, given: Json | undefined, found: Set<string>): void {
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
    fromModule(child(call, 'module'), child(call, 'expressions'), found);
  }
}

/** A provider's own credentials stand in the configuration without any mask. */
function secretArguments(expressions: Json | undefined, found: Set<string>): void {
  for (const [name, expression] of Object.entries(asObject(expressions))) {
    if (isSecretName(name)) literals(child(expression, 'constant_value'), found);
  }
}

/** Whether an argument of a provider is a credential by its name. */
export function isSecretName(name: string): boolean {
  return SECRET_ARGUMENT.test(name);
}

const SECRET_ARGUMENT = /pass|secret|token|private|credential|api_key/i;

/** A mask of `true` covers everything below it; arrays of masks are aligned with their values. */
export function masked(value: Json | undefined, mask: Json | undefined, found: Set<string>): void {
  if (mask === true) literals(value, found);
  if (isArray(mask)) for (const [index, inner] of mask.entries()) masked(child(value, index), inner, found);
  if (isObject(mask)) for (const [key, inner] of Object.entries(mask)) masked(child(value, key), inner, found);
}

function literals(value: Json | undefined, found: Set<string>): void {
  if (typeof value === 'number' || value instanceof LongNumber) found.add(String(value));
  if (isArray(value)) for (const inner of value) literals(inner, found);
  if (isObject(value)) for (const inner of Object.values(value)) literals(inner, found);
  if (typeof value !== 'string' || value === '') return;
  found.add(value);
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:([^/?#\s@]+)@/i.exec(value)?.[1];
  if (password !== undefined) found.add(password).add(decoded(password));
  const embedded = parseEmbedded(value);
  if (embedded !== undefined) embeddedLiterals(embedded, looksDescriptive(embedded), '', found);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
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
    embeddedLiterals(inner, namedOnly, label, found);
  }
}

/** One sensitive variable makes a whole container definition or policy sensitive: its image or its region is no secret for that. */
function looksDescriptive(value: Json): boolean {
  return child(value, 'Statement') !== undefined || items(value).some((entry) => child(entry, 'image') !== undefined);
}
