import { expect, test } from 'vitest';
import { frozen } from './freeze.ts';

const FREEZES = [
  { from: '2026-12-24', until: '2026-12-26', reason: 'holidays' },
  { from: '2026-12-26', until: '2027-01-02', reason: 'end of year' },
];
const at = (time: string) => frozen(FREEZES, Date.parse(time))?.split('. ')[0];

test.each([
  ['2026-12-23T23:59:59.999Z', undefined],
  ['2026-12-24T00:00:00Z', 'frozen until 2026-12-26, the last day, UTC: holidays'],
  // A day in Auckland is not yet one in UTC.
  ['2026-12-24T05:00:00+13:00', undefined],
  ['2026-12-26T23:59:59.999Z', 'frozen until 2027-01-02, the last day, UTC: end of year'],
  ['2027-01-02T23:59:59.999Z', 'frozen until 2027-01-02, the last day, UTC: end of year'],
  ['2027-01-03T00:00:00Z', undefined],
])('at %s: %s', (time, expected) => {
  expect(at(time)).toBe(expected);
});
