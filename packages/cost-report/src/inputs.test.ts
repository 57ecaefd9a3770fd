import { afterEach, describe, expect, test, vi } from 'vitest';
import { readInputs } from './inputs.ts';

function given(inputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(inputs)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
}

describe('the inputs', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('an environment file names its environment and where it lies', () => {
    given({ 'environment-file': 'environments/dev/environment.yaml' });
    expect(readInputs()).toEqual({
      environment: { name: 'dev', root: 'environments' },
      assumptions: undefined,
      failOn: 'none',
      comment: undefined,
    });
  });

  test.each([
    [{}, /"environment-file" is required/],
    [{ 'environment-file': 'environments/dev' }, /expected a file such as environments\/dev\/environment.yaml/],
    [{ 'environment-file': 'e/dev/environment.yaml', mode: 'billed' }, /can't do yet: use "forecast"/],
    [{ 'environment-file': 'e/dev/environment.yaml', mode: 'guess' }, /expected one of forecast/],
    [{ 'environment-file': 'e/dev/environment.yaml', issue: '7' }, /"issue" needs "github-token"/],
    [{ 'environment-file': 'e/dev/environment.yaml', issue: 'seven' }, /whole number/],
  ])('%j is refused', (inputs, message) => {
    given(inputs);
    expect(() => readInputs()).toThrow(message);
  });
});
