import type { GoneEnvironment } from '@loki-adoption/environment';

export const REMOVAL_GUIDE = 'docs/removing-environments.md';

/** What it means that an environment of the base is gone, in one sentence or two. */
export function explainGone({ environment, how, to, was }: GoneEnvironment): string {
  const state = `s3://${was.bucket}/${was.key}`;
  switch (how) {
    case 'deleted':
      return `${environment} is gone: what ${state} describes stays in AWS, and nothing plans, deploys or rolls it back any more. Take it down before the folder goes: ${REMOVAL_GUIDE}`;
    case 'renamed':
      return `${environment} is called ${to} now, and what is deployed isn't: its GitHub environments, the trust of its roles and its ledger have the name ${environment}, so nothing can deploy ${to} or roll it back. Give the folder its name back, or take ${environment} down first: ${REMOVAL_GUIDE}`;
    case 'moved':
      return `${environment} looks for its state elsewhere now: what ${state} describes stays in AWS, and nothing manages it any more. Take the key back, or move the state first: ${REMOVAL_GUIDE}`;
  }
}
