import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveClock } from './clock.ts';

const START = Date.UTC(2026, 10, 26, 12);

beforeEach(() => void vi.useFakeTimers({ now: START, toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const clock = () => liveClock(new AbortController().signal);

test('tells the time', () => {
  const { now } = clock();
  expect(now()).toBe(START);
  vi.advanceTimersByTime(1500);
  expect(now()).toBe(START + 1500);
});

test('goes on when the clock of the machine is set back', () => {
  const { now } = clock();
  vi.setSystemTime(START - 3_600_000);
  expect(now()).toBe(START);
  vi.advanceTimersByTime(15_000);
  expect(now()).toBe(START + 15_000);
});

test('makes up for the time that the machine slept', () => {
  const { now } = clock();
  vi.setSystemTime(START + 600_000);
  expect(now()).toBe(START + 600_000);
});

test('a pause ends with the run', async () => {
  vi.useRealTimers();
  const controller = new AbortController();
  const pause = liveClock(controller.signal).sleep(60_000);
  controller.abort();
  await pause;
});
