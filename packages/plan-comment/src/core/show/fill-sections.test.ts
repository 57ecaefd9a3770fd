import { describe, expect, test } from 'vitest';
import { fromSource } from '../secrets/clean.ts';
import { type Block, bytesOf, type Section } from './budget.ts';
import { fence, md, text } from './escape.ts';
import { fillSections } from './fill-sections.ts';

const NAMES = ['urgent', 'resources', 'invocations', 'deferred', 'outputs', 'configuration', 'drift'] as const;
type Name = (typeof NAMES)[number];

/** A number of blocks of a thousand bytes each. */
function sectionOf(name: Name, count: number): Section {
  const block = (index: number): Block => {
    const line = md`- ${text(fromSource(`${name} ${index}`))}`;
    const whole = fence([fromSource(`${name} ${'x'.repeat(1000)}`)], 'diff');
    return { full: () => whole, compact: () => whole, line: () => line, count: 1 };
  };
  return { title: text(fromSource(name)), noun: md`things`, blocks: Array.from({ length: count }, (_, i) => block(i)) };
}

function filled(counts: Partial<Record<Name, number>>, budget: number) {
  const sections = Object.fromEntries(NAMES.map((name) => [name, sectionOf(name, counts[name] ?? 0)]));
  const { markdown, shown } = fillSections(sections as Record<Name, Section>, budget, md`see elsewhere`);
  const whole = (name: Name) => markdown.match(new RegExp(`^${name} x{1000}$`, 'gm'))?.length ?? 0;
  return { markdown, shown, whole, titles: [...markdown.matchAll(/^### (\w+)$/gm)].map(([, title]) => title) };
}

describe('sections share the room', () => {
  test('in the order in which they are shown, where it is enough for all', () => {
    const all = filled(Object.fromEntries(NAMES.map((name) => [name, 2])), 60_000);
    expect(all.titles).toEqual(NAMES);
    for (const name of NAMES) expect(all.whole(name)).toBe(2);
    expect(all.shown).toBe(4);
    expect(all.markdown).not.toContain('Too long');
  });

  test('what is in danger first, whatever else there is', () => {
    const { whole, titles, shown } = filled({ urgent: 15, resources: 90, configuration: 90, drift: 90 }, 20_000);
    expect(whole('urgent')).toBe(15);
    expect(titles).toEqual(['urgent', 'resources', 'configuration', 'drift']);
    expect(shown).toBeGreaterThan(15);
  });

  test('then a quarter for the configuration, the rest by their order', () => {
    const { whole } = filled({ resources: 40, configuration: 40, outputs: 40 }, 40_000);
    expect(whole('configuration')).toBeGreaterThanOrEqual(7);
    expect(whole('resources')).toBeGreaterThan(20);
    const small = filled({ resources: 40, configuration: 2 }, 40_000);
    expect(small.whole('configuration')).toBe(2);
    expect(small.whole('resources')).toBeGreaterThan(30);
  });

  test('all of it for one that is alone', () => {
    for (const name of NAMES) {
      const { whole, titles } = filled({ [name]: 40 }, 40_000);
      expect(whole(name), name).toBeGreaterThan(37);
      expect(titles).toEqual([name]);
    }
  });

  test('and each says at least what it leaves out', () => {
    for (const first of ['urgent', 'resources'] as const) {
      const { titles, markdown } = filled(
        { ...Object.fromEntries(NAMES.map((name) => [name, 30])), [first]: 900 },
        15_000,
      );
      expect(titles, first).toEqual(NAMES);
      expect(markdown.match(/_Too long for a comment: /g), first).toHaveLength(NAMES.length);
    }
  });

  test('which there is no more of than was given', () => {
    for (let budget = 0; budget < 30_000; budget += 500) {
      const { markdown } = filled({ urgent: 4, resources: 9, configuration: 9, invocations: 1, drift: 9 }, budget);
      expect(bytesOf(markdown), String(budget)).toBeLessThanOrEqual(budget);
    }
  });
});
