import { describe, expect, test } from 'vitest';
import { glob, read } from './repository.ts';

/** Where names of ECS services, families, log groups and the bucket are made; all else gets them from there. */
const NAMES = 'packages/environment/src/core/names.ts';

/** Patterns of code that builds such a name itself. */
const MADE_AGAIN: Readonly<Record<string, RegExp>> = {
  'a name that begins with the cluster': /(?:[cC]luster\}|\$cluster|@cluster@)-/,
  'a log group': /(?:['"`]|\\)\/ecs\\*\//,
};

const SOURCES = [...glob('packages/*/src/**/*.ts'), ...glob('scripts/**/*.ts'), ...glob('tests/e2e/**/*.ts')].filter(
  (file) => file !== NAMES && !file.endsWith('.test.ts'),
);

/** Terraform gets them as variables. Its tests have values of their own, and alarms are called after what they watch. */
const TERRAFORM = glob('terraform/**/*.tf').filter((file) => !file.includes('/tests/'));
const MADE_BY_TERRAFORM = /"\/ecs\/|:\/ecs\/|-(?:loki|grafana)"/;

function remade(file: string): string[] {
  const text = read(file);
  return Object.keys(MADE_AGAIN).filter((what) => MADE_AGAIN[what]?.test(text));
}

describe('names in AWS', () => {
  test('are made in one place', () => {
    expect(remade(NAMES)).toEqual(Object.keys(MADE_AGAIN));
    const found = SOURCES.filter((file) => remade(file).length > 0);
    expect(found, `take the name from ${NAMES}, by way of @loki-adoption/environment`).toEqual([]);
  });

  test('are not made again by Terraform', () => {
    expect(TERRAFORM.length).toBeGreaterThan(20);
    const found = TERRAFORM.filter((file) => MADE_BY_TERRAFORM.test(read(file).replace(/^.*description = .*$/gm, '')));
    expect(found, `render the name into a variable, from ${NAMES}`).toEqual([]);
    for (const line of [
      'name = "${var.project_name}-loki"',
      'log_group = "/ecs/${var.project_name}/"',
      '"${local.arn}:/ecs/x"',
    ]) {
      expect(line).toMatch(MADE_BY_TERRAFORM);
    }
  });

  test.each([
    'return `${environment.cluster}-${service.container}`;',
    'const name = `${cluster}-loki`;',
    "{ ServiceName: '$cluster-loki' }",
    'look at the service @cluster@-loki',
    'const group = `/ecs/${environment.cluster}/${name}`;',
    "cloudwatch('IncomingBytes', '/ecs/$cluster/$container', 'CloudWatch')",
    "logGroups('container', '/^\\\\/ecs\\\\/$cluster\\\\/(.+)/')",
  ])('are found where they are made again: %s', (line) => {
    expect(Object.values(MADE_AGAIN).some((pattern) => pattern.test(line))).toBe(true);
  });
});
