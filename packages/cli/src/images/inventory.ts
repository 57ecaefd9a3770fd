import { type LoadedEnvironment, type ScalarSource, scalarSources, type ValuePath } from '@loki-adoption/environment';

/** One place of an environment that names an image, and where that is written. */
export interface ImageUse {
  readonly environment: string;
  readonly path: ValuePath;
  readonly image: string;
  /** The file that sets the value: the environment's own, or one that it extends. */
  readonly file: string;
  readonly source: ScalarSource;
}

/** Reads the text of a file that an environment is merged from. */
export type ReadText = (file: string) => string;

/** The paths of an environment's document that name images. */
export function imagePaths(document: unknown): ValuePath[] {
  const services = Object.keys(Object(valueAt(document, ['services'])));
  const paths: ValuePath[] = [
    ...['loki', 'alloy', 'adot'].map((section) => [section, 'image']),
    ['loki', 'gateway', 'image'],
    ['alloy', 'socketProxy', 'image'],
    ['grafana', 'service', 'image'],
    ...services.flatMap((name) => [
      ['services', name, 'image'],
      ['services', name, 'alloy', 'image'],
    ]),
  ];
  return paths.filter((path) => typeof valueAt(document, path) === 'string');
}

/** Every use of an image in some environments. Each file is parsed once, however many environments extend it. */
export function findImages(environments: readonly LoadedEnvironment[], readText: ReadText): ImageUse[] {
  const parsed = new Map<string, ReturnType<typeof scalarSources>>();
  const sourcesOf = (file: string) => {
    const known = parsed.get(file) ?? scalarSources(readText(file));
    parsed.set(file, known);
    return known;
  };
  return environments.flatMap(({ environment, document, files }) =>
    imagePaths(document).map((path): ImageUse => {
      // Files come with the environment's own first: the first that has the value is the one that sets it.
      for (const file of files) {
        const source = sourcesOf(file)(path);
        const image = valueAt(document, path);
        if (source && source.value === image) {
          return { environment: environment.name, path, image: String(image), file, source };
        }
      }
      throw new Error(`${environment.name}: no file sets ${path.join('.')}`);
    }),
  );
}

/** The uses by image, in the order of their first use. */
export function byImage(uses: readonly ImageUse[]): Map<string, ImageUse[]> {
  return Map.groupBy(uses, (use) => use.image);
}

export function valueAt(document: unknown, path: ValuePath): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
