import type { Move, Target } from '../judge/services.ts';
import { type Clean, own } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { code, type Markdown, md, table } from './escape.ts';
import { moreRows } from './more-rows.ts';
import { shortened } from './shortened.ts';

/** The table of what moves; at most `most` rows, the others are counted. */
export function servicesSection(moves: readonly Move[], hasPhase: boolean, scrubber: Scrubber, most: number): Markdown {
  if (moves.length === 0) return md``;
  const rows = moves.slice(0, most).map((each) => {
    const isRenamed = each.from.kind === each.to.kind && each.from.family !== each.to.family;
    return [name(each.service, scrubber), ...[each.from, each.to].map((side) => cell(side, isRenamed, scrubber))];
  });
  const intro = hasPhase
    ? md`Terraform moves no service. After the merge, the rollout moves these, wave by wave:`
    : md`Outputs name another task definition revision for these services:`;
  return md`### Services\n\n${intro}\n\n${table([md`service`, md`from`, md`to`], rows)}${moreRows(moves.length, most)}\n\n`;
}

function cell({ kind, family, revision, variant }: Target, isRenamed: boolean, scrubber: Scrubber): Markdown {
  if (kind === 'none') return md`–`;
  const place = kind === 'later' ? md`a new revision` : md`revision ${Number(revision)}`;
  const named =
    isRenamed && kind === 'revision' ? code(short(own`${scrubber.text(family)}:${Number(revision)}`)) : place;
  return variant === undefined ? named : md`${name(variant, scrubber)}, ${named}`;
}

const LONGEST_NAME = 80;

function short(text: Clean): Clean {
  return shortened(text, LONGEST_NAME);
}

function name(given: string, scrubber: Scrubber): Markdown {
  return code(short(scrubber.key(given)));
}
