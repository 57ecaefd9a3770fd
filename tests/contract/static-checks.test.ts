import { expect, test } from 'vitest';
import { bin, runTool } from './repository.ts';

test('formatting and lint: biome finds nothing', () => {
  const found = runTool(bin('biome'), ['check', '--error-on-warnings', '.']);
  expect(found, found.output).toMatchObject({ code: 0 });
});

test('types: tsc finds nothing', () => {
  expect(runTool(bin('tsc'), ['--noEmit', '-p', 'tsconfig.json'])).toEqual({ code: 0, output: '' });
}, 120_000);

test('boundaries: who may import what holds', () => {
  const found = runTool(bin('depcruise'), ['packages', '--config', '.dependency-cruiser.mjs', '--output-type', 'err']);
  expect(found, found.output).toMatchObject({ code: 0 });
}, 120_000);

test('Terraform files are formatted', () => {
  expect(
    runTool('terraform', ['fmt', '-check', '-recursive', 'terraform'], { env: { TF_CLI_CONFIG_FILE: '' } }),
  ).toEqual({ code: 0, output: '' });
});
