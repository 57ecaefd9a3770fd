import { beforeAll, describe, expect, test } from 'vitest';
import { REAL_PLANS, realPlan, realPlanText } from '../../testing/fixtures.ts';
import { readShownPlan, type ShownLeaf, type ShownResource } from '../../testing/terraform-text.ts';
import { kindOf } from '../judge/classify.ts';
import type { ResourceChange } from '../read/plan.ts';
import { createScrubber, type Scrubber } from '../secrets/scrub.ts';
import { type AttributeDiff, diffAttributes } from './attribute-diff.ts';

// What Terraform tells people of a plan is the yardstick: the same attributes change, with the same values.

describe.each(REAL_PLANS)('%s', (name) => {
  // Read within the tests: what runs before them, a tool that plants faults can't tell one test from another by.
  let shown: readonly ShownResource[];
  let changes: ReadonlyMap<string, ResourceChange>;
  let diffs: ReadonlyMap<string, AttributeDiff>;
  let scrubber: Scrubber;

  beforeAll(() => {
    const plans = realPlan(name);
    scrubber = createScrubber(new Set(plans.flatMap((plan) => [...plan.secrets])));
    changes = new Map(plans.flatMap((plan) => plan.changes).map((change) => [change.address, change]));
    diffs = new Map([...changes].map(([address, change]) => [address, diffOf(change)]));
    shown = readShownPlan(realPlanText(name));
  });

  function diffOf(change: ResourceChange): AttributeDiff {
    const isWhole = change.before === null || change.after === null;
    return diffAttributes({ ...change, isWhole, isReplaced: kindOf(change) === 'replace' }, scrubber);
  }

  test('the same resources change', () => {
    const expected = [...changes.values()].filter((change) => !['no-op', 'read'].includes(kindOf(change)));
    expect(shown.map(({ address }) => address).sort()).toEqual(expected.map(({ address }) => address).sort());
    expect(shown.length).toBeGreaterThan(7);
  });

  test('the same attributes of each', () => {
    for (const { address, attributes } of shown) {
      const diff = diffs.get(address);
      const change = changes.get(address);
      // Of a new or removed object Terraform lists what is empty as well.
      const told = new Set([...attributes].filter((attribute) => !isEmpty(change, attribute)));
      const computed: ReadonlySet<string | undefined> = new Set(diff?.computed.map((place) => namesOf(place)[0]));
      const ours: ReadonlySet<string> = new Set(diff?.attributes.filter((attribute) => !isEmpty(change, attribute)));
      expect(
        [...told].filter((name) => !ours.has(name) && !computed.has(name)),
        `missing of ${address}`,
      ).toEqual([]);
      expect(
        [...ours].filter((name) => !told.has(name)),
        `too much of ${address}`,
      ).toEqual([]);
    }
  });

  test('the same values', () => {
    let compared = 0;
    for (const { address, leaves } of shown) {
      const lines = (diffs.get(address)?.lines ?? []).map(readLine);
      const isWhole = changes.get(address)?.before === null || changes.get(address)?.after === null;
      for (const leaf of leaves.filter((each) => (isWhole || each.isInPlace) && isKnown(each.value))) {
        for (const { sign, value } of sidesOf(leaf)) {
          if (value === 'null' || value === '[]' || value === '{}') continue;
          compared++;
          expect(
            lines.some((line) => tells(line, sign, leaf, value)),
            `${address} ${sign} ${leaf.path.join('.')} = ${value}`,
          ).toBe(true);
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  test('the same values that come later', () => {
    for (const { address, leaves } of shown) {
      const diff = diffs.get(address);
      const later = [
        ...(diff?.computed ?? []),
        ...(diff?.lines ?? []).filter((line) => line.includes('(known after apply)')),
      ];
      const places = later.map((place) => namesOf(place.replace(/^[-+] | = .*$/g, '')));
      for (const { path, value, sign } of leaves.filter((each) => each.isInPlace || each.sign === '+')) {
        if (sign === '-' || !value.endsWith('(known after apply)')) continue;
        expect(
          places.some((names) => sharesPath(names, path)),
          `${address} ${path.join('.')} = ${value}`,
        ).toBe(true);
      }
    }
  });
});

interface Line {
  readonly sign: string;
  /** As it is written. */
  readonly place: string;
  readonly names: readonly string[];
  readonly text: string;
  /** As it is. */
  readonly whole: string;
}

function readLine(line: string): Line {
  const [, sign = '', place = '', text = ''] = /^([-+! ]) (.*?)(?: = |: |:$)(.*)$/.exec(line) ?? [];
  return { sign, place, names: namesOf(place), text: text.replace(/ # forces replacement$/, ''), whole: line };
}

/** Names of a place such as `a.b[0]["odd key"]`, without places in lists. */
function namesOf(place: string): string[] {
  const steps = place.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[[^\]]*\]|([\w-]+)/g);
  return [...steps].flatMap(([, quoted, bare]) => quoted ?? bare ?? []);
}

function tells(line: Line, sign: string, { path, kind }: ShownLeaf, value: string): boolean {
  if (kind === 'line') return line.whole.startsWith(sign) && line.whole.slice(1).trim() === value;
  // A remark on a secret, or the heading of a text of several lines, stands for both sides.
  const isBoth = line.sign === ' ' || (line.sign === '!' && line.text.includes('(sensitive)'));
  if ((line.sign !== sign && !isBoth) || !sharesPath(line.names, path)) return false;
  if (line.text.includes('(sensitive)')) return true;
  // An element of a list stands alone, or among all of them; a line of a text stands below the name of its attribute.
  if (kind === 'element') return line.text.includes(value) || line.place.includes(`[${value}]`);
  // The name of an element stands between brackets, and is told there alone.
  if (value.startsWith('"') && line.place.includes(`[${JSON.parse(value)}]`)) return true;
  if (line.names.length === path.length) return line.text === value;
  return line.text.includes(`${path.at(-1)} = ${value}`);
}

/** Whether one is the start of the other. */
function sharesPath(names: readonly string[], path: readonly string[]): boolean {
  return names.every((name, index) => index >= path.length - 1 || name === path[index]);
}

function sidesOf({ sign, value }: ShownLeaf): { sign: string; value: string }[] {
  const [old = '', now] = value.split(' -> ');
  if (now === undefined) return [{ sign, value }];
  return [
    { sign: '-', value: old },
    { sign: '+', value: now },
  ];
}

/** Not what comes later or is hidden: both are told by name. */
function isKnown(value: string): boolean {
  return !/\(known after apply\)|\(sensitive value\)/.test(value);
}

function isEmpty(change: ResourceChange | undefined, attribute: string): boolean {
  const sides = [change?.before, change?.after].map((side) => (side as Record<string, unknown> | null)?.[attribute]);
  return (
    sides.every((side) => side === undefined || side === null || ['""', '[]', '{}'].includes(JSON.stringify(side))) &&
    (change?.unknown as Record<string, unknown> | null)?.[attribute] !== true
  );
}
