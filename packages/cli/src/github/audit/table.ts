import type { Row, Status } from './row.ts';

const WORDS: Readonly<Record<Status, string>> = { ok: 'ok', note: 'note', finding: 'FINDING', unseen: 'NOT SEEN' };

const HOW_TO_SEE = `What was not seen is not known to be well. GITHUB_TOKEN may never read settings: give this a token of a GitHub App with the repository permissions
Actions, Administration and Contents, each read-only (docs/github-protection.md says how), or run it as an administrator: GITHUB_TOKEN=$(gh auth token).`;

/** For people: what was checked and found, and below each finding what to click. */
export function renderRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const lines = rows.flatMap(({ check, status, found, click }) => [
    `${WORDS[status].padEnd(8)}  ${check.padEnd(width)}  ${found}`,
    ...(click === undefined ? [] : [`          ${click}`]),
  ]);
  const unseen = rows.some(({ status }) => status === 'unseen');
  return [...lines, ...(unseen ? ['', HOW_TO_SEE] : [])].join('\n');
}
