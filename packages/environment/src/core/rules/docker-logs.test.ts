import { describe, expect, it } from 'vitest';
import { findings, loadSample, places } from '../../testing/sample.ts';

describe('what Docker keeps while Loki is away', () => {
  const overlay = (phase: string, peak: number, budget = '15m', tasks = 1) =>
    `migration: { phase: ${phase} }\nalloy: { outageBudget: ${budget} }\nservices:\n  worker: { peakLogBytesPerSecond: ${peak}, desiredCount: ${tasks} }\n  history: { peakLogBytesPerSecond: 1 }`;
  const about = (path: string, { errors, warnings }: { errors: string[]; warnings: string[] }) => ({
    errors: errors.filter((each) => each.startsWith(path)),
    warnings: warnings.filter((each) => each.startsWith(path)),
  });

  it.each(['rollout', 'validation'])('is a cache of a fixed size beside CloudWatch: %s', (phase) => {
    const { warnings } = about('alloy.outageBudget', findings(overlay(phase, 50_000)));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('worker 335s at peakLogBytesPerSecond');
    expect(warnings[0]).not.toContain('history');
    expect(places(overlay(phase, 50_000))).toContain('3:24 alloy.outageBudget');
  });

  it.each(['baseline', 'infrastructure', 'cleanup'])('is not that cache in %s', (phase) => {
    expect(about('alloy.outageBudget', findings(overlay(phase, 50_000)))).toEqual({ errors: [], warnings: [] });
  });

  it.each([
    ['up to the last second', 18_641, '15m', 0],
    ['and no further', 18_642, '15m', 1],
    ['a shorter budget lasts', 50_000, '5m', 0],
  ])('%s', (_, peak, budget, count) => {
    expect(about('alloy.outageBudget', findings(overlay('rollout', peak, budget))).warnings).toHaveLength(count);
  });

  it('fits the disk of a host, one task at least', () => {
    const path = 'services.worker.peakLogBytesPerSecond';
    const { errors } = about(path, findings(overlay('baseline', 100_000_000)));
    expect(errors).toEqual([expect.stringContaining('makes log files of 502.9 GiB for a task')]);
    expect(errors[0]).toContain('capacity.instanceGigabytes (50) has 20.0 GiB');
    expect(places(overlay('baseline', 100_000_000))).toContain('5:36 services.worker.peakLogBytesPerSecond');
  });

  it('may be too much for the disk in what was merged before', () => {
    expect(loadSample(overlay('baseline', 100_000_000), { lenient: true }).ok).toBe(true);
  });

  it('is said when all tasks on one host would need more than it has', () => {
    const warnings = (tasks: number) =>
      about('alloy.outageBudget', findings(overlay('baseline', 3_900_000, '15m', tasks))).warnings;
    expect(warnings(1)).toEqual([]);
    expect(warnings(2)).toEqual([expect.stringContaining('makes log files of 39.3 GiB for all tasks together')]);
  });
});
