import { describe, expect, test } from 'vitest';
import { entryOf, planOf, shown, updateOf } from '../../testing/cases.ts';
import type { CommentInput } from './comment-input.ts';

const change = { resource_changes: [updateOf({ x: 1 }, { x: 2 })] };
const run = { number: 7, url: 'https://github.test/run/7' };

describe('the last line', () => {
  const last = (document: object, rest: Partial<CommentInput> = {}) =>
    /<sub>(.*)<\/sub>/.exec(shown(planOf(document), rest).body)?.[1]?.replace(/`[0-9a-f]{12}`/, 'F');

  test('says what it is of', () => {
    expect(last({})).toBe('fingerprint F');
    expect(last({ terraform_version: '1.14.0' }, { commit: '0123456789', run })).toBe(
      'Plan of `0123456` · Terraform 1.14.0 · fingerprint F<!-- volatile --> · [run 7](https://github.test/run/7)<!-- /volatile -->',
    );
    expect(last(change)).toBe('fingerprint F · 1 resource, shown');
    expect(
      last({ resource_changes: ['a', 'b'].map((name) => ({ ...updateOf({ x: 1 }, { x: name }), address: name })) }),
    ).toBe('fingerprint F · all 2 resources shown');
  });

  test('counts secrets', () => {
    const secret = (...names: string[]) => {
      const values = Object.fromEntries(names.map((name) => [name, `hunter-two-${name}`]));
      const mask = Object.fromEntries(names.map((name) => [name, true]));
      return last({ resource_changes: [entryOf('a_b.c', ['create'], { after: values, after_sensitive: mask })] });
    };
    expect(secret('x')).toBe('fingerprint F · 1 sensitive value masked · 1 resource, shown');
    expect(secret('x', 'y')).toBe('fingerprint F · 2 sensitive values masked · 1 resource, shown');
  });

  test('counts what is shown where there is too much', () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({
      ...updateOf({ x: 1 }, { x: index }),
      address: `a_b.${index}${'x'.repeat(100)}`,
    }));
    expect(last({ resource_changes: many })).toMatch(/ · \d+ of 2000 resources shown$/);
  });

  test('has three versions of Terraform at most', () => {
    const plans = ['1', '2', '2', '3', '4'].flatMap((version) => planOf({ terraform_version: version }));
    expect(shown(plans).body).toContain('Terraform 1, 2, 3 · ');
    expect(shown(planOf({ terraform_version: '1'.repeat(61) })).body).toContain(`Terraform ${'1'.repeat(60)} · `);
  });
});
