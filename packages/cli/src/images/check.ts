import { relative } from 'node:path';
import { type Platform, parseReference, type Registry } from '@loki-adoption/registry';
import type { Outcome } from '../outcome.ts';
import { askRegistries } from './ask-registries.ts';
import { byImage, type ImageUse } from './inventory.ts';
import { type JudgedImage, judgeImage } from './judge.ts';
import { table } from './table.ts';

/** Asks the registries whether images are what the environments say. */
export async function checkImages(uses: readonly ImageUse[], registry: Registry, platform: Platform): Promise<Outcome> {
  const images = byImage(uses);
  const answers = await askRegistries(registry, images.keys());
  const judged = [...images.keys()].map((image) => judgeImage(image, answers.get(image) ?? {}, platform));
  const findings = judged.flatMap((each) => each.findings);
  const unreachable = judged.filter(({ findings: of }) => of.some(({ kind }) => kind === 'unreachable'));
  return {
    text: [overview(judged, images), ...judged.flatMap((each) => explain(each, images.get(each.image) ?? []))].join(
      '\n',
    ),
    data: {
      platform,
      images: judged.map((each) => ({ ...each, uses: (images.get(each.image) ?? []).map(shownUse) })),
      unreachable: [...new Set(unreachable.map(({ image }) => parseReference(image).host))],
    },
    failed: findings.length > 0,
    unavailable: unreachable.length > 0,
  };
}

function overview(judged: readonly JudgedImage[], images: ReadonlyMap<string, readonly ImageUse[]>): string {
  const rows = judged.map(({ image, findings, platforms }) => [
    image.replace(/@sha256:(.{12}).*$/, '@$1…'),
    findings.map(({ kind }) => kind).join(', ') || 'ok',
    platforms.join(' ') || '-',
    [...new Set((images.get(image) ?? []).map(({ environment }) => environment))].join(' '),
  ]);
  return table([['IMAGE', 'STATE', 'PLATFORMS', 'ENVIRONMENTS'], ...rows]);
}

/** Each finding once for each place in a file, for several environments may share it. */
function explain({ image, findings }: JudgedImage, uses: readonly ImageUse[]): string[] {
  const places = new Map(uses.map((use) => [placeOf(use), use]));
  return [...places].flatMap(([place, use]) =>
    findings.map(({ kind, message }) => `${place}: ${use.path.join('.')}: ${subject(kind, image)}${message}`),
  );
}

function subject(kind: string, image: string): string {
  return ['no-digest', 'platform'].includes(kind) ? `${image} ` : '';
}

/** A use for `--json`. */
export function shownUse({ environment, path, file, source }: ImageUse): object {
  return { environment, path: path.join('.'), file: shownFile(file), line: source.line, column: source.column };
}

export function placeOf({ file, source }: ImageUse): string {
  return `${shownFile(file)}:${source.line}:${source.column}`;
}

export function shownFile(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/');
}
