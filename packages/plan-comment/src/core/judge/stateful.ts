import type { ResourceChange } from '../read/plan.ts';
import { destroys } from './classify.ts';

interface Holder {
  readonly rule: 'log-group-destroyed' | 'bucket-destroyed' | 'data-destroyed';
  /** What is lost with it. */
  readonly what: string;
}

function data(what: string): Holder {
  return { rule: 'data-destroyed', what };
}

const DATABASE = data('the database and what it holds');
const BUCKET: Holder = { rule: 'bucket-destroyed', what: 'the bucket and what it holds' };

/** Types whose objects hold something that no apply brings back. */
const HOLDERS: ReadonlyMap<string, Holder> = new Map([
  ['aws_cloudwatch_log_group', { rule: 'log-group-destroyed', what: 'the log group and every line in it' }],
  ['aws_s3_bucket', BUCKET],
  ['aws_s3_directory_bucket', BUCKET],
  ['google_storage_bucket', BUCKET],
  ['azurerm_storage_account', BUCKET],
  ['azurerm_storage_container', BUCKET],
  ['aws_efs_file_system', data('the file system and what it holds')],
  ['aws_fsx_lustre_file_system', data('the file system and what it holds')],
  ['aws_ebs_volume', data('the volume and what it holds')],
  ['google_compute_disk', data('the disk and what it holds')],
  ['azurerm_managed_disk', data('the disk and what it holds')],
  ['aws_prometheus_workspace', data('the workspace and its metrics')],
  ['aws_grafana_workspace', data('the workspace with its dashboards and users')],
  ['aws_db_instance', DATABASE],
  ['aws_rds_cluster', DATABASE],
  ['aws_docdb_cluster', DATABASE],
  ['aws_neptune_cluster', DATABASE],
  ['aws_redshift_cluster', DATABASE],
  ['aws_dynamodb_table', data('the table and what it holds')],
  ['aws_timestreamwrite_table', data('the table and what it holds')],
  ['aws_elasticache_replication_group', data('the cache and what it holds')],
  ['aws_opensearch_domain', data('the domain and its indexes')],
  ['aws_elasticsearch_domain', data('the domain and its indexes')],
  ['aws_msk_cluster', data('the cluster and its topics')],
  ['aws_kinesis_stream', data('the stream and what is in it')],
  ['aws_sqs_queue', data('the queue and what is in it')],
  ['aws_ecr_repository', data('the repository and its images')],
  ['aws_kms_key', data('the key, and with it all that it encrypts')],
  ['aws_secretsmanager_secret', data('the secret and its versions')],
  ['aws_backup_vault', data('the vault and its backups')],
  ['aws_cognito_user_pool', data('the user pool and its users')],
  ['aws_route53_zone', data('the zone and its records')],
  ['google_sql_database_instance', DATABASE],
  ['google_bigquery_dataset', DATABASE],
  ['azurerm_mssql_database', DATABASE],
  ['azurerm_postgresql_flexible_server', DATABASE],
  ['azurerm_cosmosdb_account', DATABASE],
  ['azurerm_key_vault', data('the vault and its secrets')],
]);

/** What is lost where a change takes away an object that holds something; `undefined` for any other change. */
export function lossOf(change: ResourceChange): Holder | undefined {
  return change.mode === 'managed' && destroys(change) ? HOLDERS.get(change.type) : undefined;
}
