import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonSchema, knownKeys, schemaFile } from './json-schema.ts';

it('is what environments/schema.json holds (regenerate it with `pnpm gen`)', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../../../environments/schema.json'), 'utf8');
  expect(committed).toBe(schemaFile());
});

it('requires nothing of a map, for a file may be one layer, but everything of an item of a list', () => {
  const schema = jsonSchema();
  expect(schema).not.toHaveProperty('required');
  expect(schema.properties).not.toHaveProperty('loki.required');
  expect(schema.properties).not.toHaveProperty('services.additionalProperties.required');
  expect(schema.properties).toHaveProperty('rollout.properties.waves.items.required', ['services']);
});

it('refuses unknown keys and knows extends', () => {
  expect(jsonSchema()).toMatchObject({ additionalProperties: false, properties: { extends: { type: 'string' } } });
});

it('knows the keys of every map', () => {
  expect(knownKeys(['services', 'any'])).toContain('desiredCount');
  expect(knownKeys(['rollout', 'waves', 0])).toEqual(['services', 'bake']);
  expect(knownKeys(['services'])).toEqual([]);
  expect(knownKeys(['loki', 'toString', 'x'])).toEqual([]);
});
