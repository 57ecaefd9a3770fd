import type { RenderedFile } from '../model.ts';

/** The files of a folder such as `rules/amp/`: path below it → content. */
export function contentsBelow(folder: string, files: readonly RenderedFile[]): Record<string, string> {
  return Object.fromEntries(
    files
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, content }) => [path.slice(folder.length), content]),
  );
}
