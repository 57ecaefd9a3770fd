import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { listEnvironments } from '../adapters/file-system.ts';
import { type JsonSchema, jsonSchema, knownKeys, schemaFile } from './json-schema.ts';

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

const ENVIRONMENTS = join(import.meta.dirname, '../../../../environments');
const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** What an editor would underline in a file. */
function underlined(file: string): string[] {
  const ajv = new Ajv({ allErrors: true, strict: true, formats: { date: true } });
  const validate = ajv.compile(jsonSchema());
  validate(parse(readFileSync(file, 'utf8'), { uniqueKeys: false }));
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath || '/'} ${keyword}`);
}

it('finds nothing wrong with the files of this repository', () => {
  const files = ['base.yaml', ...listEnvironments(ENVIRONMENTS).map((name) => `${name}/environment.yaml`)];
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect([file, ...underlined(join(ENVIRONMENTS, file))]).toEqual([file]);
});

it('lets an editor underline types, words, patterns, bounds and unknown keys', () => {
  expect(underlined(join(FIXTURES, 'broken/base.yaml'))).toEqual([
    '/loki/cpu type',
    '/alloy/outageBudget pattern',
    '/grafana/enabled type',
    '/services/history/desiredCount minimum',
    '/services/history/secrets/DATABASE_PASSWORD pattern',
  ]);
  expect(underlined(join(FIXTURES, 'broken/dev/environment.yaml'))).toEqual([
    '/aws additionalProperties',
    '/aws/accountId type',
    '/network/subnetIds minItems',
    '/migration/phase enum',
    '/loki/retentionDays type',
    '/metrics type',
    '/services pattern',
    '/services propertyNames',
  ]);
});

it('describes every setting', () => {
  const undescribed = (schema: JsonSchema, path: string): string[] =>
    Object.entries(schema.properties ?? {})
      .flatMap(([key, child]) => [
        ...(child.description ? [] : [`${path}${key}`]),
        ...undescribed(child, `${path}${key}.`),
      ])
      .concat(
        typeof schema.additionalProperties === 'object' ? undescribed(schema.additionalProperties, `${path}*.`) : [],
      )
      .concat(schema.items ? undescribed(schema.items, `${path}[].`) : []);
  expect(undescribed(jsonSchema(), '')).toEqual([]);
});

it('knows the keys of every map', () => {
  expect(knownKeys(['services', 'any'])).toContain('desiredCount');
  expect(knownKeys(['rollout', 'waves', 0])).toEqual(['services', 'parallel', 'bake']);
  expect(knownKeys(['services'])).toEqual([]);
  expect(knownKeys(['loki', 'toString', 'x'])).toEqual([]);
});
