import { describe, expect, test } from 'vitest';
import { changeOf } from '../../testing/cases.ts';
import { destroys, isNewRevision, KINDS, kindOf, mayDestroy, needsALook } from './classify.ts';
import { lossOf } from './stateful.ts';

describe('the kind of a change', () => {
  test.each<[string, string[], object, object, string]>([
    ['something new', ['create'], {}, {}, 'create'],
    ['destroyed first', ['delete', 'create'], {}, {}, 'replace'],
    ['created first', ['create', 'delete'], {}, {}, 'replace'],
    ['forgotten and created', ['create', 'forget'], {}, {}, 'replace'],
    ['something gone', ['delete'], {}, {}, 'delete'],
    ['something left alone', ['forget'], {}, {}, 'forget'],
    ['forgotten, in the end destroyed', ['forget', 'delete'], {}, {}, 'delete'],
    ['changed in place', ['update'], {}, {}, 'update'],
    ['a data source', ['read'], {}, {}, 'read'],
    ['an unknown action', ['purge'], {}, {}, 'other'],
    ['an unknown action beside none', ['no-op', 'purge'], {}, {}, 'other'],
    ['nothing', ['no-op'], {}, {}, 'no-op'],
    ['an import', ['no-op'], { importing: { id: 'i' } }, {}, 'import'],
    ['a move', ['no-op'], {}, { previous_address: 'a_b.d' }, 'move'],
    ['what only opens', ['create', 'delete'], {}, { mode: 'ephemeral' }, 'open'],
    ['what stays closed', ['no-op'], {}, { mode: 'ephemeral' }, 'no-op'],
  ])('%s', (_, actions, change, rest, kind) => expect(kindOf(changeOf(actions, change, rest))).toBe(kind));
});

test('what can’t be undone comes first', () => {
  const order = 'delete replace forget other update create import move read open no-op';
  expect(KINDS.join(' ')).toBe(order);
});

const kept = { before: { skip_destroy: true }, after: null };
const gone = { before: { x: 1 }, after: null };

describe('of what is gone', () => {
  test.each<[string, string[], object, boolean[]]>([
    //                                                    destroys, may, revision, look
    ['destroyed', ['delete'], gone, [true, false, false, true]],
    ['destroyed, but kept by the provider', ['delete'], kept, [false, false, false, true]],
    ['replaced', ['delete', 'create'], { before: { x: 1 }, after: { x: 2 } }, [true, false, false, true]],
    ['replaced, the old one kept', ['create', 'delete'], { ...kept, after: {} }, [false, false, true, false]],
    ['replaced, the old one forgotten', ['create', 'forget'], { ...kept, after: {} }, [false, false, false, true]],
    ['forgotten', ['forget'], gone, [false, false, false, true]],
    ['unknown, and nothing after it', ['purge'], gone, [false, true, false, true]],
    ['unknown, and something after it', ['purge'], { before: {}, after: {} }, [false, false, false, true]],
    ['unknown, and nothing before it', ['purge'], { before: null, after: null }, [false, false, false, true]],
    ['new', ['create'], { before: null, after: {} }, [false, false, false, false]],
    ['updated', ['update'], { before: {}, after: {} }, [false, false, false, false]],
  ])('%s', (_, actions, sides, expected) => {
    const change = changeOf(actions, sides);
    expect([destroys, mayDestroy, isNewRevision, needsALook].map((ask) => ask(change))).toEqual(expected);
  });
});

describe('what is lost', () => {
  const loss = (type: string, mode = 'managed', actions = ['delete']) =>
    lossOf({ ...changeOf(actions, gone, { mode }), type });

  test.each([
    ['aws_cloudwatch_log_group', 'log-group-destroyed', 'the log group and every line in it'],
    ['aws_s3_bucket', 'bucket-destroyed', 'the bucket and what it holds'],
    ['aws_s3_directory_bucket', 'bucket-destroyed', 'the bucket and what it holds'],
    ['google_storage_bucket', 'bucket-destroyed', 'the bucket and what it holds'],
    ['azurerm_storage_account', 'bucket-destroyed', 'the bucket and what it holds'],
    ['azurerm_storage_container', 'bucket-destroyed', 'the bucket and what it holds'],
    ['aws_efs_file_system', 'data-destroyed', 'the file system and what it holds'],
    ['aws_fsx_lustre_file_system', 'data-destroyed', 'the file system and what it holds'],
    ['aws_ebs_volume', 'data-destroyed', 'the volume and what it holds'],
    ['google_compute_disk', 'data-destroyed', 'the disk and what it holds'],
    ['azurerm_managed_disk', 'data-destroyed', 'the disk and what it holds'],
    ['aws_prometheus_workspace', 'data-destroyed', 'the workspace and its metrics'],
    ['aws_grafana_workspace', 'data-destroyed', 'the workspace with its dashboards and users'],
    ...[
      'aws_db_instance',
      'aws_rds_cluster',
      'aws_docdb_cluster',
      'aws_neptune_cluster',
      'aws_redshift_cluster',
      'google_sql_database_instance',
      'google_bigquery_dataset',
      'azurerm_mssql_database',
      'azurerm_postgresql_flexible_server',
      'azurerm_cosmosdb_account',
    ].map((type) => [type, 'data-destroyed', 'the database and what it holds']),
    ['aws_dynamodb_table', 'data-destroyed', 'the table and what it holds'],
    ['aws_timestreamwrite_table', 'data-destroyed', 'the table and what it holds'],
    ['aws_elasticache_replication_group', 'data-destroyed', 'the cache and what it holds'],
    ['aws_opensearch_domain', 'data-destroyed', 'the domain and its indexes'],
    ['aws_elasticsearch_domain', 'data-destroyed', 'the domain and its indexes'],
    ['aws_msk_cluster', 'data-destroyed', 'the cluster and its topics'],
    ['aws_kinesis_stream', 'data-destroyed', 'the stream and what is in it'],
    ['aws_sqs_queue', 'data-destroyed', 'the queue and what is in it'],
    ['aws_ecr_repository', 'data-destroyed', 'the repository and its images'],
    ['aws_kms_key', 'data-destroyed', 'the key, and with it all that it encrypts'],
    ['aws_secretsmanager_secret', 'data-destroyed', 'the secret and its versions'],
    ['aws_backup_vault', 'data-destroyed', 'the vault and its backups'],
    ['aws_cognito_user_pool', 'data-destroyed', 'the user pool and its users'],
    ['aws_route53_zone', 'data-destroyed', 'the zone and its records'],
    ['azurerm_key_vault', 'data-destroyed', 'the vault and its secrets'],
  ])('%s', (type, rule, what) => expect(loss(type)).toEqual({ rule, what }));

  test('is nothing of another type, of a data source, or of what stays', () => {
    expect(loss('aws_instance')).toBeUndefined();
    expect(loss('aws_s3_bucket', 'data')).toBeUndefined();
    expect(loss('aws_s3_bucket', 'managed', ['forget'])).toBeUndefined();
  });
});
