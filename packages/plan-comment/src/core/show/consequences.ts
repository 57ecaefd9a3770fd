import { type Consequences, type Forecast, forecast, type Past, type ReadConsequences } from '../judge/consequences.ts';
import type { Move } from '../judge/services.ts';
import { fromSource, rewritten } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { box } from './box.ts';
import { code, linesOfText, type Markdown, md, table, text } from './escape.ts';
import { moreRows } from './more-rows.ts';
import { shortened } from './shortened.ts';

function understood(read: ReadConsequences | undefined): Consequences | undefined {
  return read === undefined || 'problem' in read ? undefined : read;
}

/** A box that says that the deploy will refuse this after the merge; empty where it won't, or nobody knows. */
export function refusalBox(read: ReadConsequences | undefined, scrubber: Scrubber): Markdown {
  const refusal = understood(read)?.refusal;
  if (refusal === undefined) return md``;
  return box(md`CAUTION`, md`The deploy will refuse this after the merge: ${text(scrubber.text(refusal))}`);
}

/** The end of an error says most. */
const LONGEST_FAILURE = 2000;

/** Why no plan came, for people; `undefined` where the file doesn't say. */
export function failureWords(read: ReadConsequences | undefined, scrubber: Scrubber): Markdown | undefined {
  const failure = understood(read)?.failure;
  if (failure === undefined) return undefined;
  const end = rewritten(scrubber.text(failure), (said) =>
    said.length <= LONGEST_FAILURE ? said : `…${said.slice(-LONGEST_FAILURE).toWellFormed()}`,
  );
  return md`The log of the plan step has all of it:<br>${linesOfText(end)}`;
}

/** A box that says that phase, rendered configuration and cost have nothing to be compared with, and why. */
export function incomparableBox(read: ReadConsequences | undefined, scrubber: Scrubber): Markdown {
  const incomparable = understood(read)?.incomparable;
  if (incomparable === undefined) return md``;
  const what = md`Phase, rendered configuration and cost are shown without what they were before`;
  return box(md`WARNING`, md`${what}: ${text(scrubber.text(incomparable))}`);
}

/** What follows from a merge for the services that move; at most `most` rows, the others are counted. */
export function consequencesSection(
  read: ReadConsequences | undefined,
  moves: readonly Move[],
  scrubber: Scrubber,
  most: number,
): Markdown {
  if (read === undefined) return md``;
  if ('problem' in read) return section(md`They can’t be told: ${text(fromSource(read.problem))}.`);
  const rows = forecast(read, new Set(moves.map(({ service }) => service)));
  if (rows.length === 0) return md``;
  const { history } = read;
  const hasPast = history?.status === 'read';
  const head = [
    md`service`,
    md`wave`,
    md`tasks replaced`,
    md`promoted at the earliest after`,
    ...(hasPast ? [md`took before`] : []),
  ];
  const cells = rows
    .slice(0, most)
    .map((row) => [
      md`${name(row.service, scrubber)}${elsewhere(row, scrubber)}`,
      row.wave,
      row.tasks,
      duration(row.earliestSeconds),
      ...(hasPast ? [pastCell(row.past)] : []),
    ]);
  const ledger =
    history?.status === 'unreadable'
      ? md`\n\nHow earlier moves went isn’t known: ${text(scrubber.text(history.why))}.`
      : md``;
  return section(md`${intro(rows)}\n\n${table(head, cells)}${moreRows(rows.length, most)}${ledger}`);
}

function name(given: string, scrubber: Scrubber): Markdown {
  return code(shortened(scrubber.key(given), 80));
}

/** Terraform leaves the capacity to the rollout, so that no resource shows it. */
function elsewhere({ capacity }: Forecast, scrubber: Scrubber): Markdown {
  return capacity === undefined ? md`` : md`, ${name(capacity.from, scrubber)} → ${name(capacity.to, scrubber)}`;
}

function section(content: Markdown): Markdown {
  return md`### Consequences\n\n${content}\n\n`;
}

function intro(rows: readonly Forecast[]): Markdown {
  const tasks = rows.reduce((sum, row) => sum + row.tasks, 0);
  const waves = new Set(rows.map(({ wave }) => wave)).size;
  const last = Math.max(...rows.map(({ earliestSeconds }) => earliestSeconds));
  const replaced = tasks === 1 ? md`1 task is replaced` : md`${tasks} tasks are replaced`;
  return md`${replaced}, in ${waves === 1 ? md`1 wave` : md`${waves} waves`}; all is promoted after ${duration(last)} at the earliest: windows and bakes, without the start of the tasks.`;
}

function pastCell(past: Past | undefined): Markdown {
  if (past === undefined || past.promoted + past.rolledBack === 0) return md`never moved so`;
  const counts = md`${past.promoted} promoted, ${past.rolledBack} rolled back`;
  if (past.median === undefined) return counts;
  const range = past.range === undefined ? md`` : md` (90 %: ${duration(past.range[0])} to ${duration(past.range[1])})`;
  return md`${duration(past.median)}${range}; ${counts}`;
}

/** `45 s`, `12 min`, `1 h 20 min`. */
function duration(seconds: number): Markdown {
  if (seconds < 60) return md`${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return md`${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? md`${hours} h` : md`${hours} h ${rest} min`;
}
