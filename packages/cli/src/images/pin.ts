import { realpathSync } from 'node:fs';
import { type LoadedEnvironment, loadEnvironment, type ValuePath } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { type Platform, parseReference, type Registry, withDigest } from '@loki-adoption/registry';
import { UnavailableError } from '../exit-codes.ts';
import type { Outcome } from '../outcome.ts';
import { type FileChange, replaceFiles, textOf } from '../replace-files.ts';
import { askRegistries, isResolved } from './ask-registries.ts';
import { placeOf, shownFile, shownUse } from './check.ts';
import { byImage, findImages, type ImageUse, valueAt } from './inventory.ts';
import { judgeImage } from './judge.ts';

export interface PinOptions {
  /** The folder of all environments. */
  readonly root: string;
  /** Every valid environment of the checkout: those that share a file with the chosen ones change with them. */
  readonly all: readonly LoadedEnvironment[];
  readonly platform: Platform;
  /** Asks again for what has a digest already. */
  readonly update: boolean;
}

/** Writes the digests of the images' tags into the files that set the images: all of them, or none. */
export async function pinImages(uses: readonly ImageUse[], registry: Registry, options: PinOptions): Promise<Outcome> {
  const images = byImage(uses.filter(({ image }) => isPinnable(image, options.update)));
  const pinned = await resolvePins(images, registry, options.platform);
  const changed = new Map([...pinned].filter(([from, to]) => from !== to));
  const changes = editFiles(uses, changed, options);
  replaceFiles(changes);
  const files = changes.map(({ file }) => shownFile(file));
  const lines = [...changed].flatMap(([from, to]) =>
    [...new Set((images.get(from) ?? []).map(placeOf))].map((place) => `${place}: ${to}`),
  );
  return {
    text: lines.length > 0 ? lines.join('\n') : 'nothing to write: every image has its digest',
    data: {
      files,
      images: [...changed].map(([from, image]) => ({ from, image, uses: (images.get(from) ?? []).map(shownUse) })),
    },
  };
}

function isPinnable(image: string, update: boolean): boolean {
  const { tag, digest } = parseReference(image);
  return tag !== undefined && (digest === undefined || update);
}

/** Image → the same with the digest of its tag. Throws with everything that stands in the way. */
async function resolvePins(
  images: ReadonlyMap<string, readonly ImageUse[]>,
  registry: Registry,
  platform: Platform,
): Promise<Map<string, string>> {
  // Asked without its digest: what counts is the tag.
  const tagged = (image: string) => image.replace(/@.*$/, '');
  const answers = await askRegistries(registry, new Set([...images.keys()].map(tagged)));
  const pins = new Map<string, string>();
  const obstacles: string[] = [];
  let unreachable = false;
  for (const [image, uses] of images) {
    const answer = answers.get(tagged(image)) ?? {};
    const { findings } = judgeImage(tagged(image), answer, platform);
    const hindering = findings.filter(({ kind }) => kind !== 'no-digest');
    unreachable ||= hindering.some(({ kind }) => kind === 'unreachable');
    obstacles.push(...hindering.map(({ message }) => `${uses.map(placeOf)[0]}: ${image}: ${message}`));
    if (isResolved(answer.tag)) pins.set(image, withDigest(parseReference(image), answer.tag.digest));
  }
  if (obstacles.length === 0) return pins;
  const message = [...obstacles, 'Nothing is written.'].join('\n');
  throw unreachable ? new UnavailableError(message) : new UserError(message);
}

/** The new texts of the files; nothing but the images may mean something else afterwards. */
function editFiles(
  uses: readonly ImageUse[],
  pins: ReadonlyMap<string, string>,
  { root, all }: PinOptions,
): FileChange[] {
  const edits = new Map<string, Map<number, { use: ImageUse; to: string }>>();
  for (const use of uses) {
    const to = pins.get(use.image);
    if (to === undefined) continue;
    const file = realpathSync(use.file);
    const ofFile = edits.get(file) ?? new Map();
    edits.set(file, ofFile.set(use.source.start, { use, to }));
  }
  const changes = [...edits].map(([file, ofFile]): FileChange => {
    const before = textOf(file);
    let after = before;
    // From the end, so that offsets stay right.
    for (const { use, to } of [...ofFile.values()].sort((a, b) => b.use.source.start - a.use.source.start)) {
      after = `${after.slice(0, use.source.start)}${edited(use, after, to)}${after.slice(use.source.end)}`;
    }
    return { file, before, after };
  });
  requireNothingElseChanged(changes, all, root, (use) => edits.get(realpathSync(use.file))?.get(use.source.start)?.to);
  return changes;
}

/** The characters of the value with the digest put in: quotes, anchors and comments stay as they are. */
function edited(use: ImageUse, text: string, to: string): string {
  const written = text.slice(use.source.start, use.source.end);
  const parts = written.split(use.image);
  if (parts.length !== 2) {
    throw new UserError(
      `${placeOf(use)}: ${use.path.join('.')}: the image is written over several lines or with escapes: write ${use.image} on one line. Nothing is written.`,
    );
  }
  return parts.join(to);
}

function requireNothingElseChanged(
  changes: readonly FileChange[],
  all: readonly LoadedEnvironment[],
  root: string,
  pinOf: (use: ImageUse) => string | undefined,
): void {
  const after = new Map(changes.map((change) => [change.file, change.after]));
  const readFile = (path: string) => after.get(realpathSync(path)) ?? textOf(path);
  const usesOf = Map.groupBy(findImages(all, textOf), (use) => use.environment);
  for (const loaded of all) {
    const { name } = loaded.environment;
    const expected = structuredClone(loaded.document);
    for (const use of usesOf.get(name) ?? []) setAt(expected, use.path, pinOf(use) ?? use.image);
    const result = loadEnvironment(name, { root, readFile, lenient: true });
    if (result.ok && JSON.stringify(result.document) === JSON.stringify(expected)) continue;
    throw new UserError(
      `The digests can't be written without changing something else in ${name}: an anchor of an image is used for another value as well. Write that value out. Nothing is written.`,
    );
  }
}

function setAt(document: unknown, path: ValuePath, value: string): void {
  const parent = valueAt(document, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.set(parent, key, value);
}
