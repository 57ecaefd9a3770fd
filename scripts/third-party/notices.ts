import { type BundledPackage, keyOf } from './bundled-packages.ts';

export const NOTICES = 'THIRD_PARTY_NOTICES';

/** Licences that let a bundle be used, changed and passed on as long as their text goes with it. */
export const ALLOWED: readonly string[] = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** The licences of everything in packages/<name>/dist, as text; packages with the same texts share them. */
export function noticesFile(packages: readonly BundledPackage[]): string {
  const byTexts = Map.groupBy(packages, ({ texts }) => [...texts.values()].join('\n\n'));
  const sections = [...byTexts].map(([text, all]) => {
    const names = all.map((each) => `${keyOf(each)} (${each.license})${authorOf(each)}, in ${each.bundles.join(', ')}`);
    const words = text === '' ? 'Its archive holds no licence text; its package.json names the licence.' : text;
    return `${names.join('\n')}\n\n${words}`;
  });
  const rule = '-'.repeat(80);
  return [
    'The bundles below packages/*/dist hold code of these packages. This file is made by "pnpm gen".',
    ...sections,
    '',
  ].join(`\n\n${rule}\n\n`);
}

function authorOf({ author }: BundledPackage): string {
  return author === '' ? '' : `, by ${author.replace(/\s*[<(].*$/, '')}`;
}
