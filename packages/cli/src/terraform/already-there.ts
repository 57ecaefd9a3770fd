/** A resource that AWS has and the state doesn't: an apply that was killed between both. */
export interface Stray {
  readonly address: string;
  /** What `terraform import` takes, where the error says enough. */
  readonly id: string | undefined;
}

/** Codes and words with which services refuse to create what is there. */
const ALREADY_THERE =
  /EntityAlreadyExists|ResourceAlreadyExists|BucketAlreadyOwnedByYou|ResourceExistsException|InvalidGroup\.Duplicate|InvalidPermission\.Duplicate|was not idempotent|[Aa]lready exists/;

/** What of the name in the provider's error is the resource's id in the state, by type. A security group's id is not its name. */
const ID_BY_TYPE: Readonly<Record<string, (name: string, cluster: string) => string>> = {
  aws_iam_role: (name) => name,
  aws_cloudwatch_log_group: (name) => name,
  aws_cloudwatch_metric_alarm: (name) => name,
  aws_ecs_service: (name, cluster) => `${cluster}/${name}`,
};

/** What a failed apply found there already, by the errors that Terraform printed. */
export function straysIn(output: string, cluster: string): Stray[] {
  return output
    .split(/^\W*Error: /m)
    .slice(1)
    .flatMap((block) => {
      const [, address] = /^\W*with ([^\n]+?),$/m.exec(block) ?? [];
      if (address === undefined || !ALREADY_THERE.test(block)) return [];
      const [, name] = /^[^(\n]*\(([^)\n]+)\)/.exec(block) ?? [];
      const idOf = ID_BY_TYPE[typeOf(address)];
      return [{ address, id: name === undefined || idOf === undefined ? undefined : idOf(name, cluster) }];
    });
}

function typeOf(address: string): string {
  return /(?:^|\.)(aws_\w+)\.\w+(?:\[[^\]]*\])?$/.exec(address)?.[1] ?? '';
}
