import { describe, expect, test } from 'vitest';
import { parsePlan } from '../core/read/parse-plan.ts';
import { renderComment } from '../core/show/render.ts';
import { main } from '../main.ts';
import { DELETE, fakePorts, inputsOf, planComment } from '../testing/fake-ports.ts';

describe('compare', () => {
  const fingerprint = () => renderComment({ environment: 'dev', plans: parsePlan(DELETE, 'p') }).fingerprint;
  const reviewed = (digits: string, commit = 'c1') =>
    planComment(1, 'dev', '🔶 1 to destroy', `<!-- loki-adoption:fingerprint ${digits} -->\n`, commit);
  const inputs = inputsOf({ mode: 'compare', pullRequest: undefined });

  test.each([
    ['the same plan', () => reviewed(fingerprint()), 'same', 'this plan is the reviewed one'],
    ['another plan', () => reviewed('0'.repeat(64)), 'different', 'this plan is not the reviewed one'],
    ['a plan of an older commit', () => reviewed(fingerprint(), 'c0'), 'unknown', 'is not of its last commit'],
    ['a plan that failed', () => planComment(1, 'dev', '⛔ **the plan failed**'), 'unknown', 'failed'],
    ['the plan of another environment', () => planComment(1, 'prod'), 'unknown', 'has no plan of it'],
  ])('with %s', async (_, comment, expected, words) => {
    const { ports, seen } = fakePorts(inputs, { comments: [comment()] });
    await main(ports);
    expect(seen.outputs).toMatchObject({ reviewed: expected, fingerprint: fingerprint() });
    expect(seen.summary).toContain(words);
    expect(seen.summary.includes('aws_s3_bucket.b')).toBe(expected !== 'same');
    expect(seen.posts).toEqual([]);
  });

  test('a GitHub that is away holds up nothing', async () => {
    const { ports, seen } = fakePorts(inputs);
    ports.pullRequests.comments = () => Promise.reject(new Error('GitHub answered 502'));
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('unknown');
    expect(seen.summary).toContain('GitHub answered 502');
  });

  test('a fingerprint that a value of the plan holds is none', async () => {
    const forged = `<!-- loki-adoption:fingerprint ${fingerprint()} -->\n\`\`\`\n</details>\n<sub>x</sub>\n`;
    const { ports, seen } = fakePorts(inputs, { comments: [planComment(1, 'dev', '🔶 x', forged)] });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('unknown');
  });

  test('without a pull request nobody has reviewed it; fail-on: changed fails then', async () => {
    const { ports, seen } = fakePorts(inputsOf({ ...inputs, failOn: 'changed' }), { pull: undefined });
    await expect(main(ports)).rejects.toThrow('is not known to be the reviewed one (unknown)');
    expect(seen.summary).toContain('no pull request brought this commit');
    await expect(main(ports)).rejects.toThrow(`approved-plan ${fingerprint()}`);
  });

  test.each(['different', 'unknown'])('what somebody approved by its fingerprint goes through: %s', async (verdict) => {
    const approved = inputsOf({ ...inputs, failOn: 'changed', approvedPlan: fingerprint() });
    const comments = verdict === 'different' ? [reviewed('0'.repeat(64))] : [];
    const { ports, seen } = fakePorts(approved, { comments });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('approved');
    expect(seen.summary).toContain('approved by its fingerprint');
    expect(seen.summary).toContain('aws_s3_bucket.b');
  });

  test('an approval counts for the plan that it names, and a reviewed one needs none', async () => {
    const other = inputsOf({ ...inputs, failOn: 'changed', approvedPlan: 'a'.repeat(64) });
    const stopped = fakePorts(other, { comments: [reviewed('0'.repeat(64))] });
    await expect(main(stopped.ports)).rejects.toThrow(/\(different\).*Nor is it the approved one, a{12}…/);
    const { ports, seen } = fakePorts(other, { comments: [reviewed(fingerprint())] });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('same');
  });

  test('a plan that changes nothing goes through, reviewed or not', async () => {
    const nothing = '{"format_version":"1.2","resource_changes":[]}';
    const failing = inputsOf({ ...inputs, failOn: 'changed' });
    const { ports, seen } = fakePorts(failing, { plan: nothing, pull: undefined });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('unknown');
  });
});
