# What the stack refuses before it asks AWS for anything.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
}

variables {
  environment                = "dev"
  project_name               = "demo"
  aws_region                 = "eu-west-1"
  aws_account_id             = "111122223333"
  aws_partition              = "aws"
  ecs_cluster_name           = "demo"
  capacity_provider          = "demo-graviton"
  service_connect_namespace  = "demo"
  vpc_id                     = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                 = ["subnet-0a1b2c3d4e5f60001"]
  s3_vpc_endpoint_id         = "vpce-0a1b2c3d4e5f60001"
  prometheus_workspace_id    = "ws-1"
  phase                      = "baseline"
  loki_enabled               = false
  loki_image                 = "grafana/loki:3.7.6"
  loki_cpu                   = 512
  loki_memory                = 1024
  loki_count                 = 1
  loki_topology              = "single"
  loki_retention_days        = 7
  loki_bucket_name           = "demo-loki-logs-111122223333"
  loki_wal_storage           = "host"
  loki_container_definitions = "[]"
  alloy_image                = "grafana/alloy:v1.18.1"
}

run "fixture" {
  module {
    source = "./tests/fixture"
  }
}

# In one run, because each starts the provider; every variable of the list has to fail.
run "values_that_would_do_harm" {
  command = plan
  variables {
    phase              = "migrate"
    loki_enabled       = true
    loki_count         = 2
    alloy_image        = "grafana/alloy:latest"
    s3_vpc_endpoint_id = ""
    loki_launch_type   = "LAMBDA"
    grafana_mode       = "sometimes"
    services           = {}
  }
  expect_failures = [
    var.phase, var.loki_count, var.loki_launch_type, var.alloy_image, var.s3_vpc_endpoint_id, var.grafana_mode,
  ]
}

run "efs_without_a_file_system" {
  command = plan
  variables {
    loki_wal_storage = "efs"
    services         = {}
  }
  expect_failures = [var.loki_wal_efs_file_system_id, var.loki_wal_efs_access_point_id]
}

run "replicas_on_one_efs_folder" {
  command = plan
  variables {
    loki_topology                = "replicated"
    loki_count                   = 3
    loki_wal_storage             = "efs"
    loki_wal_efs_file_system_id  = "fs-0a1b2c3d"
    loki_wal_efs_access_point_id = "fsap-0a1b2c3d"
    services                     = {}
  }
  expect_failures = [var.loki_wal_storage]
}

run "a_folder_of_an_instance_on_fargate" {
  command = plan
  variables {
    loki_launch_type = "FARGATE"
    services         = {}
  }
  expect_failures = [var.loki_wal_storage]
}

run "a_rollout_without_loki" {
  command = plan
  variables {
    phase            = "rollout"
    loki_wal_storage = "tape"
    services         = run.fixture.services.rollout
  }
  expect_failures = [var.loki_enabled, var.loki_wal_storage]
}

run "alloy_before_rollout" {
  command = plan
  variables {
    services = run.fixture.services.rollout
  }
  expect_failures = [var.services]
}

run "a_target_that_is_not_registered" {
  command = plan
  variables {
    services = { worker = merge(run.fixture.services.baseline.worker, { target_variant = "plain" }) }
  }
  expect_failures = [var.services]
}

run "a_shared_family" {
  command = plan
  variables {
    services = { one = run.fixture.services.baseline.worker, two = run.fixture.services.baseline.worker }
  }
  expect_failures = [var.services]
}
