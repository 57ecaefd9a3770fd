import { inlineCode, plain } from './markdown.ts';

const PLAN_MARKER = /^<!-- loki-adoption:plan environment=([A-Za-z0-9][A-Za-z0-9._-]*) -->$/;
const OUTDATED = '<!-- loki-adoption:outdated -->';

/** First line of the comment that has one line for each environment. */
export const ROLL_UP_MARKER = '<!-- loki-adoption:plans -->';

/** Whether the first line is a marker of this action. */
export function isOwn(body: string): boolean {
  const first = firstLine(body);
  return first === ROLL_UP_MARKER || PLAN_MARKER.test(first);
}

/** The environment that a comment is of. */
export function environmentIn(body: string): string | undefined {
  return PLAN_MARKER.exec(firstLine(body))?.[1];
}

/** The verdict of a comment, as Markdown without the name of its environment. */
export function verdictIn(body: string): string {
  const heading = body.split(/\r?\n/).find((line) => line.startsWith('## ')) ?? '';
  return heading.replace(/^## (\S+) .*?: /, '$1 ');
}

export function isOutdated(body: string): boolean {
  return body.split(/\r?\n/).includes(OUTDATED);
}

/** What takes the place of a comment whose environment has no plan any more. */
export function outdatedBody(environment: string, body: string, commit: string | undefined): string {
  const since = commit === undefined ? '' : ` since ${inlineCode(commit.slice(0, 7))}`;
  return [
    `## ⚪ ${plain(environment)}: outdated`,
    OUTDATED,
    '',
    `This pull request no longer changes ${inlineCode(environment)}${since}. The last plan said: ${verdictIn(body)}`,
    '',
  ].join('\n');
}

export interface RollUpRow {
  readonly environment: string;
  /** `undefined` where there is no comment, because its plan failed or is still on its way. */
  readonly comment: { readonly url: string; readonly body: string; readonly commit: string | undefined } | undefined;
}

/** One line for each environment, linked to its own comment. */
export function rollUpBody(rows: readonly RollUpRow[], commit: string | undefined): string {
  const lines = rows.slice(0, MOST_ROWS).map(({ environment, comment }) => {
    if (comment === undefined) return `| ${inlineCode(environment)} | ❔ no plan |`;
    const isOld = commit !== undefined && comment.commit !== undefined && comment.commit !== commit;
    const age = isOld ? ` · of ${inlineCode(comment.commit.slice(0, 7))}, **not the newest commit**` : '';
    return `| [${plain(environment)}](${comment.url}) | ${verdictIn(comment.body).slice(0, LONGEST_VERDICT)}${age} |`;
  });
  const more = rows.length > MOST_ROWS ? `\n\n_… and ${rows.length - MOST_ROWS} more._` : '';
  const of = commit === undefined ? '' : `\n\n<sub>Plans of ${inlineCode(commit.slice(0, 7))}</sub>`;
  const count = `${rows.length} ${rows.length === 1 ? 'environment' : 'environments'}`;
  return `${ROLL_UP_MARKER}\n## Plans of ${count}\n\n| environment | plan |\n|---|---|\n${lines.join('\n')}${more}${of}\n`;
}

const MOST_ROWS = 100;
const LONGEST_VERDICT = 400;

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? '';
}
