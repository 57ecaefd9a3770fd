import * as z from 'zod';
import type { ValuePath } from '../model.ts';
import { environmentSchema } from '../schema/environment.ts';

/** As much of JSON Schema (draft 7) as the model of an environment uses. */
export interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

const EXTENDS: JsonSchema = {
  type: 'string',
  description: 'The file below this one, as a path from here. Maps merge key by key, everything else replaces.',
};

let generated: JsonSchema | undefined;

/** What one file below `environments/` may say, for editors. Nothing is required: a file may be one layer of several. */
export function jsonSchema(): JsonSchema {
  generated ??= z.toJSONSchema(environmentSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const { $schema, properties, ...rest } = partial(generated);
  return {
    $schema,
    title: 'Desired state of an environment',
    description: 'Generated from packages/environment/src/schema.',
    ...rest,
    properties: { extends: EXTENDS, ...properties },
  };
}

/** The content of `environments/schema.json`. */
export function schemaFile(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

/** The keys that a map at `path` may have; empty where any key may stand. */
export function knownKeys(path: ValuePath): readonly string[] {
  let schema: JsonSchema | undefined = jsonSchema();
  for (const step of path) schema = schema && childSchema(schema, step);
  return Object.keys(schema?.properties ?? {});
}

function childSchema(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  if (schema.properties && Object.hasOwn(schema.properties, step)) return schema.properties[step];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Drops `required` from maps, which merge; the items of a list don't, so theirs stays. */
function partial(schema: JsonSchema): JsonSchema {
  const { required: _required, properties, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, partial(child)])),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? partial(additionalProperties) : additionalProperties,
    }),
  };
}
