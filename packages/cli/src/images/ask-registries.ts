import { parseReference, type Registry, RegistryError, type ResolvedImage } from '@loki-adoption/registry';

/** What registries say about an image: about its tag, and about its digest where that is another one. */
export interface Answers {
  readonly tag?: ResolvedImage | RegistryError;
  readonly digest?: ResolvedImage | RegistryError;
}

/** How many questions are open at once. */
const AT_ONCE = 6;

/** Asks for every image. Once a registry doesn't answer, its other images aren't waited for. */
export async function askRegistries(registry: Registry, images: Iterable<string>): Promise<Map<string, Answers>> {
  const answers = new Map<string, Answers>();
  const down = new Map<string, RegistryError>();
  const waiting = [...images].values();

  async function ask(image: string, version: string): Promise<ResolvedImage | RegistryError> {
    const reference = parseReference(image);
    const known = down.get(reference.host);
    if (known !== undefined) return known;
    try {
      return await registry.resolve(reference, version);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      if (error.failure === 'unreachable') down.set(error.host, error);
      return error;
    }
  }

  async function askAbout(image: string): Promise<Answers> {
    const { tag, digest } = parseReference(image);
    const byTag = tag === undefined ? undefined : await ask(image, tag);
    // The bytes that the tag names are the ones that the digest names: no need to fetch them twice.
    if (byTag !== undefined && (digest === undefined || (isResolved(byTag) && byTag.digest === digest))) {
      return { tag: byTag };
    }
    return { ...(byTag && { tag: byTag }), ...(digest !== undefined && { digest: await ask(image, digest) }) };
  }

  async function work(): Promise<void> {
    for (const image of waiting) answers.set(image, await askAbout(image));
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

export function isResolved(answer: ResolvedImage | RegistryError | undefined): answer is ResolvedImage {
  return answer !== undefined && !(answer instanceof RegistryError);
}
