import { describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../../testing/cases.ts';
import { findings } from '../../../testing/findings.ts';
import { createScrubber } from '../../secrets/scrub.ts';
import { findProblems, sentenceOf } from '../policy.ts';

describe('what keeps data', () => {
  const days = (old: unknown, now: unknown, type = 'aws_cloudwatch_log_group') =>
    findings(type, ['update'], { retention_in_days: old }, { retention_in_days: now });

  test.each<[unknown, unknown, string | undefined]>([
    [30, 7, 'deletes log lines after 7 days, not after 30'],
    [0, 7, 'deletes log lines after 7 days, not after none'],
    [7, 7, undefined],
    [7, 30, undefined],
    [7, 0, undefined],
    [0, 0, undefined],
    ['30', 7, undefined],
    [30, null, undefined],
  ])('lines from %s days to %s', (old, now, message) => {
    expect(days(old, now)).toEqual(message === undefined ? [] : [`danger log-retention-shortened: ${message}`]);
    expect(days(old, now, 'aws_x')).toEqual([]);
  });

  const off = ['warning protection-removed: can be deleted from now on'];
  test.each(['deletion_protection', 'deletion_protection_enabled', 'enable_deletion_protection'])('%s', (name) => {
    const from = (old: unknown, now: unknown) => findings('aws_x', ['update'], { [name]: old }, { [name]: now });
    expect(from(true, false)).toEqual(off);
    for (const [old, now] of [
      [false, false],
      [true, true],
      [false, true],
      [null, false],
      [true, null],
    ])
      expect(from(old, now)).toEqual([]);
  });

  test('one switch of several is enough; what was to be emptied before is no news', () => {
    const both = { deletion_protection: true, enable_deletion_protection: true };
    expect(findings('aws_x', ['update'], both, { ...both, deletion_protection: false })).toEqual(off);
    expect(findings('aws_x', ['update'], { force_destroy: true }, { force_destroy: true, x: 1 })).toEqual([]);
    expect(findings('aws_x', ['delete'], { deletion_protection: true }, null)).toEqual([]);
  });
});

describe('data that goes', () => {
  const found = (document: object, ...secrets: string[]) =>
    findProblems(planOf(document), createScrubber(new Set(secrets))).map(
      (finding) => `${finding.severity} ${finding.rule}: ${sentenceOf(finding)}`,
    );
  const gone = entryOf('aws_db_instance.d', ['delete'], { before: { id: 'x' } });

  test('with what was to be imported', () => {
    const imported = entryOf('a_b.c', ['delete'], { before: { id: 'x' }, importing: { id: 'x' } });
    expect(found({ resource_changes: [imported] })).toEqual([
      'danger import-destroyed: destroys the object that it imports',
    ]);
  });

  test('or is gone already, is told in our words, whatever is secret', () => {
    const what = 'the database and what it holds';
    expect(found({ resource_changes: [gone] }, what)).toEqual([`danger data-destroyed: destroys ${what}`]);
    expect(found({ resource_changes: [], resource_drift: [gone] }, what)).toEqual([
      `danger data-destroyed: changed outside of Terraform: is gone, and with it ${what}`,
    ]);
  });
});
