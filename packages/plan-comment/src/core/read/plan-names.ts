/**
 * Names for plans that are shown side by side, the same wherever their folder lies: `dev` and `prod` for `/tmp/a/dev/plan.json` and
 * `/tmp/a/prod/plan.json`. Empty for a single plan. Of several plans in one file the place in it is a part of the name.
 */
export function planNames(sources: readonly string[]): string[] {
  if (sources.length < 2) return sources.map(() => '');
  const files = [...new Set(sources)];
  const short = new Map(shortened(files).map((name, index) => [files[index] ?? '', name]));
  const seen = new Map<string, number>();
  return sources.map((source) => {
    const name = short.get(source) ?? source;
    const place = (seen.get(source) ?? 0) + 1;
    seen.set(source, place);
    if (sources.filter((other) => other === source).length === 1) return name;
    return files.length === 1 ? `plan ${place}` : `${name} ${place}`;
  });
}

/** What stands before an address: `dev: `, or nothing for a single plan. */
export function planPrefixes(plans: readonly { readonly source: string }[]): string[] {
  return planNames(plans.map(({ source }) => source)).map((name) => (name === '' ? '' : `${name}: `));
}

/** The shortest names that still tell the files apart. */
function shortened(files: readonly string[]): readonly string[] {
  const paths = files.map((file) => file.replaceAll('\\', '/'));
  const steps = paths.map((path) => path.replace(/(?:\.json)?(?:\.gz)?$/i, '').split('/'));
  const start = sharedStart(steps);
  const end = sharedEnd(steps);
  const candidates = [
    steps.map((each) => each.slice(start, each.length - end).join('/')),
    steps.map((each) => each.slice(start).join('/')),
  ];
  return candidates.find(areNames) ?? paths;
}

function areNames(names: readonly string[]): boolean {
  return names.every((name) => name !== '') && new Set(names).size === names.length;
}

function sharedStart(lists: readonly (readonly string[])[]): number {
  const shortest = Math.min(...lists.map((list) => list.length - 1));
  let length = 0;
  while (length < shortest && lists.every((list) => list[length] === lists[0]?.[length])) length++;
  return length;
}

function sharedEnd(lists: readonly (readonly string[])[]): number {
  const start = sharedStart(lists);
  const shortest = Math.min(...lists.map((list) => list.length - start));
  let length = 0;
  while (length < shortest && lists.every((list) => list.at(-1 - length) === lists[0]?.at(-1 - length))) length++;
  return length;
}
