import { describe, expect, test } from 'vitest';
import { LOKI_DEFAULT_TENANT, lokiTenant } from '../../packages/environment/src/index.ts';
import { glob, read } from './repository.ts';

describe("Loki's bucket", () => {
  test('expires the chunks of every tenant that Loki writes for, and nothing else', () => {
    const [, ...prefixes] =
      /for_each = \{ chunks = "([^"]+)", service-chunks = "([^"]+)" \}/.exec(read('terraform/bootstrap/loki.tf')) ?? [];
    // What begins with a prefix expires: one tenant with all its keys, and services of any name.
    expect(prefixes).toEqual([`${LOKI_DEFAULT_TENANT}/`, lokiTenant('')]);
  });

  test('is made and guarded by bootstrap alone: whoever applies the stack can neither open it nor let its logs expire', () => {
    const made = glob('terraform/**/*.tf').filter((path) => /^resource "aws_s3_bucket/m.test(read(path)));
    expect(made).toEqual(['terraform/bootstrap/loki.tf', 'terraform/bootstrap/state.tf']);
  });

  test('stays as it is where a stack had it: every kind of resource that guards it is let go of, none is destroyed', () => {
    const kinds = [...read('terraform/bootstrap/loki.tf').matchAll(/^resource "(\w+)"/gm)].map(([, kind]) => kind);
    expect(kinds).toHaveLength(6);
    const letGo = [
      ...read('terraform/modules/loki/bucket.tf').matchAll(
        /^removed \{\n {2}from = (\w+)\.this\n {2}lifecycle \{\n {4}destroy = false\n/gm,
      ),
    ];
    expect(letGo.map(([, kind]) => kind).sort()).toEqual(kinds.sort());
  });

  test('is passed from bootstrap to plan and deployment, with how long it keeps chunks', () => {
    expect(read('terraform/bootstrap/outputs.tf')).toContain('AWS_LOKI_CHUNK_DAYS ');
    for (const name of ['plan', 'deploy']) {
      expect(read(`.github/workflows/${name}.yml`)).toContain(
        'TF_VAR_loki_chunk_days: ${{ vars.AWS_LOKI_CHUNK_DAYS }}',
      );
    }
  });
});
