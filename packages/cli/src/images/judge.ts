import { type Platform, parseReference, RegistryError, type RegistryFailure } from '@loki-adoption/registry';
import { type Answers, isResolved } from './ask-registries.ts';

/** `no-digest`, `moved` (the tag stands for other bytes now), `platform` (not for the machines that run it), or what the registry said. */
export interface ImageFinding {
  readonly kind: 'no-digest' | 'moved' | 'platform' | RegistryFailure;
  readonly message: string;
}

/** An image as its registry has it. */
export interface JudgedImage {
  readonly image: string;
  /** What the tag stands for now; of a reference without a tag, its digest once it was found. */
  readonly resolved?: string;
  readonly platforms: readonly Platform[];
  readonly findings: readonly ImageFinding[];
}

/** Judges an image for machines of a platform such as `linux/arm64`. */
export function judgeImage(image: string, answers: Answers, platform: Platform): JudgedImage {
  const { tag, digest } = parseReference(image);
  const failures = [answers.tag, answers.digest].filter((answer) => answer instanceof RegistryError);
  const findings: ImageFinding[] = failures.map(({ failure, message }) => ({ kind: failure, message }));
  if (digest === undefined) {
    findings.push({ kind: 'no-digest', message: 'has no digest: "adopt images --pin" adds it' });
  } else if (isResolved(answers.tag) && answers.tag.digest !== digest) {
    const message = `${tag} stands for ${answers.tag.digest} now: "adopt images --pin --update" takes that, if the change is a wanted one`;
    findings.push({ kind: 'moved', message });
  }
  // What will run: the digest, wherever the tag has gone.
  const runs = digest === undefined ? answers.tag : (answers.digest ?? answers.tag);
  const platforms = isResolved(runs) ? runs.platforms : [];
  if (isResolved(runs) && !platforms.includes(platform)) {
    findings.push({
      kind: 'platform',
      message: `is not for ${platform}, but for ${platforms.join(', ') || 'none that it names'}`,
    });
  }
  const now = [answers.tag, answers.digest].find(isResolved);
  return { image, platforms, findings: distinct(findings), ...(now && { resolved: now.digest }) };
}

/** A registry that doesn't answer says the same about a tag and a digest. */
function distinct(findings: readonly ImageFinding[]): ImageFinding[] {
  return findings.filter((each, index) => findings.findIndex(({ message }) => message === each.message) === index);
}
