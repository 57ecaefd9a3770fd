/** A README with the content between its marks; `path` names it where it has none. */
export function betweenMarks(
  path: string,
  readme: string,
  [begin, end]: readonly [begin: string, end: string],
  content: string,
): string {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no ${begin} … ${end}`);
  return `${before}${begin}\n${content}\n${end}${after}`;
}
