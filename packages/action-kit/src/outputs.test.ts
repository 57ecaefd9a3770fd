import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SUMMARY_LIMIT_BYTES, writeSummary } from './outputs.ts';

let folder: string;
const written = () => readFileSync(join(folder, 'summary'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  writeFileSync(join(folder, 'summary'), '');
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the job summary', () => {
  test('is appended to, each text on lines of its own', () => {
    writeSummary('a');
    writeSummary('b\n');
    expect(written().toString()).toBe('a\nb\n');
  });

  test('is nothing where there is none', () => {
    vi.stubEnv('GITHUB_STEP_SUMMARY', '');
    writeSummary('a');
    expect(written().toString()).toBe('');
  });

  test('of exactly the limit stays whole, the last line break counted', () => {
    writeSummary('x'.repeat(SUMMARY_LIMIT_BYTES - 1));
    expect(written()).toHaveLength(SUMMARY_LIMIT_BYTES);
    expect(written().toString()).not.toContain('Cut');
    writeSummary('there is no room left, not even to say so');
    expect(written()).toHaveLength(SUMMARY_LIMIT_BYTES);
  });

  test('that only its last line break takes beyond the limit is cut', () => {
    writeSummary('x'.repeat(SUMMARY_LIMIT_BYTES));
    expect(written()).toHaveLength(SUMMARY_LIMIT_BYTES);
    expect(written().toString()).toContain('Cut');
  });

  // Where a character begins differs, so that the cut falls into one.
  test.each(['', 'x', 'xx', 'xxx'])('beyond the limit is cut between characters and says so: %o', (before) => {
    writeSummary('an earlier one');
    writeSummary(before + '🚚'.repeat(SUMMARY_LIMIT_BYTES / 4));
    expect(written().length).toBeLessThanOrEqual(SUMMARY_LIMIT_BYTES);
    expect(written().length).toBeGreaterThan(SUMMARY_LIMIT_BYTES - 4);
    const text = written().toString();
    expect(text).toMatch(/^an earlier one\nx*🚚+\n\n_Cut: a job summary holds 1 MiB\._\n$/u);
    expect(text).not.toContain('\uFFFD');
  });
});
