import { type Json, parseEmbedded } from '../read/json.ts';
import { type Clean, own } from '../secrets/clean.ts';
import { SENSITIVE } from '../secrets/scrub.ts';
import type { Comparison } from './comparison.ts';
import { embeddedRemark } from './embedded.ts';
import type { Spot } from './spot.ts';
import { multiLineDiff } from './text-diff.ts';
import { Marks } from './writer.ts';

/** Strings that hold JSON are compared as data, those of several lines by line. */
export function compareStrings(comparison: Comparison, spot: Spot): void {
  const { before = null, after = null } = spot;
  if (before === after) return;
  const texts = [before, after].map((side) => (typeof side === 'string' ? comparison.scrubber.text(side) : undefined));
  const [old, now] = texts;
  if (old === now) {
    comparison.write(spot, [own`! ${comparison.name(spot)}: changes inside of ${SENSITIVE}`]);
    return;
  }
  const [oldJson, nowJson] = texts.map((side) => (side === undefined ? undefined : parseEmbedded(side)));
  const fits = (side: Json, json: Json | undefined) => side === null || side === '' || json !== undefined;
  const bothFit = fits(before, oldJson) && fits(after, nowJson) && (oldJson ?? nowJson) !== undefined;
  if (bothFit && spot.path.length > 0) {
    const marks = new Marks(comparison.writers);
    comparison.visit({ ...spot, before: oldJson, after: nowJson, isJson: true });
    const { silent } = marks;
    if (silent.length === 0 || comparison.input.isWhole) return;
    const remark = embeddedRemark(old ?? '', now ?? '');
    comparison.only(
      (writer) => silent.includes(writer),
      () => {
        if (remark === undefined) comparison.leaf(spot);
        else comparison.write(spot, [own`! ${comparison.name(spot)}: ${remark}`]);
      },
    );
    return;
  }
  const isLong = texts.some((side) => side?.trimEnd().includes('\n'));
  const isText = [before, after].every((side) => side === null || typeof side === 'string');
  if (!isLong || !isText) {
    comparison.leaf(spot, texts);
    return;
  }
  longText(comparison, spot, old ?? own``, now ?? own``);
}

function longText(comparison: Comparison, spot: Spot, old: Clean, now: Clean): void {
  const { lines, remarks } = multiLineDiff(old, now);
  const name = comparison.name(spot);
  const ends = remarks.map(
    (remark) => own`! ${name}: ${remark}${lines.length === 0 ? comparison.remark(spot) : own``}`,
  );
  const shown = lines.length === 0 ? ends : [own`  ${name}:${comparison.remark(spot)}`, ...lines, ...ends];
  const where = comparison.input.brief?.shownElsewhere(lines);
  const sign = (spot.before ?? null) === null ? own`+` : own`!`;
  const brief = where === undefined ? shown : [own`${sign} ${name}: ${where}${comparison.remark(spot)}`, ...ends];
  comparison.only(
    (writer) => !writer.isBrief,
    () => comparison.write(spot, shown),
  );
  comparison.only(
    (writer) => writer.isBrief,
    () => comparison.write(spot, brief),
  );
}
