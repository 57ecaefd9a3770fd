/**
 * What dashboards and alert rules read of Loki's own series: 54 of the 1,550 that an idle replica has. The names are those of
 * Loki 3.7.6.
 */
export const LOKI_METRICS = [
  'up',
  'go_gc_gomemlimit_bytes',
  'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds',
  'loki_boltdb_shipper_compactor_running',
  'loki_compactor_apply_retention_last_successful_run_timestamp_seconds',
  'loki_discarded_samples_total',
  'loki_distributor_bytes_received_total',
  'loki_distributor_lines_received_total',
  'loki_ingester_checkpoint_creations_failed_total',
  'loki_ingester_chunks_flush_failures_total',
  'loki_ingester_flush_queue_length',
  'loki_ingester_memory_chunks',
  'loki_ingester_memory_streams',
  'loki_ingester_wal_disk_full_failures_total',
  'loki_ingester_wal_disk_usage_percent',
  'loki_ingester_wal_replay_active',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
];

/** Of these only the ingesters' ring. */
export const LOKI_METRICS_OF_RING = ['loki_ring_members'];

/** Of these only pushes and queries. */
export const LOKI_METRICS_OF_ROUTE = ['loki_request_duration_seconds_bucket', 'loki_request_duration_seconds_count'];
