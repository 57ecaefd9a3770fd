import { join } from 'node:path';
import { jsonSchema, loadEnvironment } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { textOf } from '../replace-files.ts';
import { findImages, imagePaths } from './inventory.ts';

const root = join(import.meta.dirname, '../../../../environments');

test('knows every place of the schema that names an image', () => {
  const found: string[] = [];
  const walk = (schema: ReturnType<typeof jsonSchema>, path: string[]): void => {
    if (schema.description?.includes('adopt images --pin')) found.push(path.join('.'));
    for (const [key, child] of Object.entries(schema.properties ?? {})) walk(child, [...path, key]);
    if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, [...path, 'any']);
  };
  walk(jsonSchema(), []);
  const image = 'a/b:1';
  const document = {
    loki: { image, gateway: { image } },
    alloy: { image, socketProxy: { image } },
    adot: { image },
    grafana: { service: { image } },
    services: { any: { image, alloy: { image } } },
  };
  expect(imagePaths(document).map((path) => path.join('.'))).toEqual(expect.arrayContaining(found));
  expect(found).toHaveLength(8);
});

test('names the file that sets each image', () => {
  const result = loadEnvironment('dev', { root });
  if (!result.ok) throw new Error('dev is not valid');
  const uses = findImages([result], textOf);
  expect(uses.map(({ path }) => path.join('.'))).toContain('services.ui.image');
  for (const { file, source, image } of uses) {
    expect(file).toBe(join(root, 'base.yaml'));
    expect(textOf(file).slice(source.start, source.end)).toBe(image);
  }
});
