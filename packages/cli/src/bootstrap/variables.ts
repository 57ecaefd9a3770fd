import { chunkDays, logGroupRetention, logGroupsToOverwrite } from '@loki-adoption/config-renderers';
import { type Environment, logGroupPrefix, lokiBucket } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { type Subject, subjectByAge } from '../github/protection.ts';
import { givenSecrets, roleNames } from './stack-roles.ts';

/** `OWNER/REPO` and, once GitHub has been asked, its numbers. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly ids?: { readonly id: string; readonly ownerId: string; readonly createdAt: string };
}

/** The variables of terraform/bootstrap. */
export interface BootstrapVariables {
  readonly environment: string;
  readonly project_name: string;
  readonly aws_region: string;
  readonly aws_account_id: string;
  readonly aws_partition: string;
  readonly state_bucket: string;
  readonly state_key: string;
  readonly loki_bucket: string;
  readonly loki_chunk_days: number;
  readonly s3_vpc_endpoint_id: string;
  readonly log_group_prefix: string;
  readonly prometheus_workspace_id: string;
  readonly github: {
    readonly owner: string;
    readonly repository: string;
    readonly owner_id: string | null;
    readonly repository_id: string | null;
  };
  readonly github_subject: Subject;
  readonly create_oidc_provider: boolean;
  readonly role_names: readonly string[];
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  readonly loki_file_system_id: string | null;
  readonly grafana_role_name: string | null;
  /** Name → days. */
  readonly log_groups: Readonly<Record<string, number>>;
  readonly log_groups_to_overwrite: readonly string[];
  readonly workload_actions: readonly string[];
}

/** GitHub environment → variable → value: an output of terraform/bootstrap. */
export type GitHubVariables = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface BootstrapChoices {
  readonly repository: Repository;
  /** Default: what the repository's age says, legacy where that is not known. */
  readonly subject?: Subject | undefined;
  readonly existingOidcProvider: boolean;
  readonly workloadActions: readonly string[];
}

export function bootstrapVariables(environment: Environment, choices: BootstrapChoices): BootstrapVariables {
  const { aws, state, cluster, metrics, network } = environment;
  const { owner, name, ids } = choices.repository;
  const subject = choices.subject ?? subjectByAge(ids?.createdAt);
  if (subject === 'immutable' && ids === undefined) {
    throw new UserError(
      'Immutable subjects hold the numbers of the repository: set GITHUB_TOKEN, so that GitHub can be asked.',
    );
  }
  return {
    environment: environment.name,
    project_name: cluster,
    aws_region: aws.region,
    aws_account_id: aws.accountId,
    aws_partition: aws.partition,
    state_bucket: state.bucket,
    state_key: state.key,
    loki_bucket: lokiBucket(environment),
    loki_chunk_days: chunkDays(environment),
    s3_vpc_endpoint_id: network.s3VpcEndpointId,
    log_group_prefix: logGroupPrefix(environment),
    prometheus_workspace_id: metrics.workspaceId,
    github: { owner, repository: name, owner_id: ids?.ownerId ?? null, repository_id: ids?.id ?? null },
    github_subject: subject,
    create_oidc_provider: !choices.existingOidcProvider,
    role_names: roleNames(environment),
    ...givenSecrets(environment),
    loki_file_system_id: environment.loki.storage.fileSystemId ?? null,
    grafana_role_name: environment.grafana.existing?.roleName ?? null,
    log_groups: logGroupRetention(environment),
    log_groups_to_overwrite: logGroupsToOverwrite(environment),
    workload_actions: choices.workloadActions,
  };
}

/** `owner/name`, or the address of a remote on any GitHub. */
export function parseRepository(text: string): Repository {
  const match = /^(?:.*[/:])?([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(text.trim());
  if (match === null) throw new UserError(`"${text}" names no repository: expected OWNER/NAME.`);
  return { owner: match[1] ?? '', name: match[2] ?? '' };
}
