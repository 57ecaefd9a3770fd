/** What is deployed of an environment, whatever its folder is called: as far as its files could be read, otherwise empty texts. */
export interface Deployment {
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
  /** Account and cluster. */
  readonly cluster: string;
}

/** An environment of the base that nothing manages after a change. */
export interface GoneEnvironment {
  readonly environment: string;
  /** `moved`: it is still there, and keeps its state elsewhere. */
  readonly how: 'deleted' | 'renamed' | 'moved';
  /** The folder that describes the same deployment now. */
  readonly to?: string;
  /** As the base has it. */
  readonly was: Deployment;
}

/** What a change leaves behind: environments whose folder is gone, or that look for their state elsewhere. */
export function goneEnvironments(
  before: ReadonlyMap<string, Deployment>,
  after: ReadonlyMap<string, Deployment>,
): GoneEnvironment[] {
  return [...before].flatMap(([environment, was]): GoneEnvironment[] => {
    const now = after.get(environment);
    if (now !== undefined) return isElsewhere(was, now) ? [{ environment, how: 'moved', was }] : [];
    const [to] = [...after].find(([name, deployment]) => !before.has(name) && isSame(was, deployment)) ?? [];
    return [to === undefined ? { environment, how: 'deleted', was } : { environment, how: 'renamed', to, was }];
  });
}

function isElsewhere(was: Deployment, now: Deployment): boolean {
  return stateOf(was) !== '' && stateOf(now) !== '' && stateOf(was) !== stateOf(now);
}

/** The same state, or the same cluster with its state elsewhere. */
function isSame(was: Deployment, now: Deployment): boolean {
  return [stateOf, ({ cluster }: Deployment) => cluster].some((of) => of(was) !== '' && of(was) === of(now));
}

function stateOf({ bucket, key }: Deployment): string {
  return bucket === '' || key === '' ? '' : `${bucket}/${key}`;
}
