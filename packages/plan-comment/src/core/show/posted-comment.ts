import { fromSource } from '../secrets/clean.ts';
import { code, comment, foreign, link, type Markdown, md, sub, table, text } from './escape.ts';
import { moreRows } from './more-rows.ts';
import { shortCommit } from './short-commit.ts';

const PLAN_MARKER = /^<!-- loki-adoption:plan environment=([A-Za-z0-9][A-Za-z0-9._-]*) -->$/;
const OUTDATED = comment('loki-adoption:outdated');

/** First line of the comment that has one line for each environment. */
export const ROLL_UP_MARKER = comment('loki-adoption:plans');

/** Whether the first line is a marker of this action. */
export function isOwn(body: string): boolean {
  const first = firstLine(body);
  return first === ROLL_UP_MARKER || PLAN_MARKER.test(first);
}

/** The environment that a comment is of. */
export function environmentIn(body: string): string | undefined {
  return PLAN_MARKER.exec(firstLine(body))?.[1];
}

/** The verdict of a comment that this action wrote, without the name of its environment. */
function verdictIn(body: string): Markdown {
  const heading = body.split(/\r?\n/).find((line) => line.startsWith('## ')) ?? '';
  return foreign(fromSource(heading.replace(/^## (\S+) .*?: /, '$1 ').slice(0, LONGEST_VERDICT)));
}

/** Whether a comment shows the plan of the environment that the marker names. */
export function showsPlan(body: string, marker: string): boolean {
  return body.startsWith(marker) && !isOutdated(body);
}

export function isOutdated(body: string): boolean {
  return body.split(/\r?\n/).includes(OUTDATED);
}

/** What takes the place of a comment whose environment has no plan any more. */
export function outdatedBody(environment: string, body: string, commit: string | undefined): Markdown {
  const name = fromSource(environment);
  const since = commit === undefined ? md`` : md` since ${code(shortCommit(commit))}`;
  const words = md`This pull request no longer changes ${code(name)}${since}. The last plan said: ${verdictIn(body)}`;
  return md`## ⚪ ${text(name)}: outdated\n${OUTDATED}\n\n${words}\n`;
}

export interface RollUpRow {
  readonly environment: string;
  /** `undefined` where there is no comment, because its plan failed or is still on its way. */
  readonly comment: { readonly url: string; readonly body: string; readonly commit: string | undefined } | undefined;
}

/** One line for each environment, linked to its own comment. */
export function rollUpBody(rows: readonly RollUpRow[], commit: string | undefined): Markdown {
  const shown = rows.slice(0, MOST_ROWS).map(({ environment, comment: posted }) => {
    const name = fromSource(environment);
    if (posted === undefined) return [code(name), md`❔ no plan`];
    const isOld = commit !== undefined && posted.commit !== undefined && posted.commit !== commit;
    const age = isOld ? md` · of ${code(shortCommit(posted.commit))}, **not the newest commit**` : md``;
    return [link(text(name), posted.url), md`${verdictIn(posted.body)}${age}`];
  });
  const of = commit === undefined ? md`` : md`\n\n${sub(md`Plans of ${code(shortCommit(commit))}`)}`;
  const count = rows.length === 1 ? md`1 environment` : md`${rows.length} environments`;
  const lines = table([md`environment`, md`plan`], shown);
  return md`${ROLL_UP_MARKER}\n## Plans of ${count}\n\n${lines}${moreRows(rows.length, MOST_ROWS)}${of}\n`;
}

const MOST_ROWS = 100;
const LONGEST_VERDICT = 400;

export function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? '';
}
