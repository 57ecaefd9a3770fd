import { comment, type Markdown, md } from '@loki-adoption/markdown';

/** Where a text stands among the texts of one marker: a later run, or a later attempt of the same run, wins. */
export interface Order {
  readonly run: number;
  readonly attempt: number;
  readonly commit: string;
}

const ORDER_LINE = /^<!-- loki-adoption:order run=(\d+) attempt=(\d+) commit=([0-9a-f]*) -->$/;
const VOLATILE = /<!-- volatile -->[\s\S]*?<!-- \/volatile -->/g;

/** Marks a part of a body (a link to the run) whose change alone is no reason to write the body again. */
export function volatile(part: Markdown): Markdown {
  return md`${comment('volatile')}${part}${comment('/volatile')}`;
}

/** Marker on the first line, order on the second, then the body. A body that starts with its marker is fine. */
export function composeSticky(marker: string, order: Order | undefined, body: string): string {
  const rest = body.startsWith(`${marker}\n`) ? body.slice(marker.length + 1) : body;
  const commit = order?.commit.replace(/[^0-9a-f]/g, '') ?? '';
  const line = order && comment(`loki-adoption:order run=${order.run} attempt=${order.attempt} commit=${commit}`);
  return [marker, ...(line ? [line] : []), rest].join('\n');
}

/** Whether the first line is exactly this marker: one that a plan prints further down counts for nothing. */
export function hasMarker(text: string | null | undefined, marker: string): boolean {
  return lines(text)[0] === marker;
}

/** The order that a text was written with, if it tells. */
export function orderOf(text: string | null | undefined): Order | undefined {
  const match = ORDER_LINE.exec(lines(text)[1] ?? '');
  if (!match) return undefined;
  return { run: Number(match[1]), attempt: Number(match[2]), commit: match[3] ?? '' };
}

/** Whether `a` comes after `b`; a text without an order is the oldest. */
export function isNewer(a: Order | undefined, b: Order | undefined): boolean {
  if (a === undefined) return false;
  if (b === undefined) return true;
  return a.run !== b.run ? a.run > b.run : a.attempt > b.attempt;
}

/** Whether two texts tell the same, order line and volatile parts aside. */
export function saysTheSame(a: string | null | undefined, b: string | null | undefined): boolean {
  return significant(a) === significant(b);
}

function significant(text: string | null | undefined): string {
  return lines(text)
    .filter((line, index) => index !== 1 || !ORDER_LINE.test(line))
    .join('\n')
    .replace(VOLATILE, '')
    .trimEnd();
}

// GitHub gives back what a browser saved with CRLF.
function lines(text: string | null | undefined): string[] {
  return (text ?? '').split(/\r?\n/);
}
