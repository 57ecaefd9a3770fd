# What the stack refuses before it asks AWS for anything.

mock_provider "aws" {}

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
    loki_wal_storage   = "ebs"
    alloy_image        = "grafana/alloy:latest"
    s3_vpc_endpoint_id = ""
    services           = {}
  }
  expect_failures = [var.phase, var.loki_count, var.loki_wal_storage, var.alloy_image, var.s3_vpc_endpoint_id]
}

run "a_rollout_without_loki" {
  command = plan
  variables {
    phase    = "rollout"
    services = run.fixture.services.rollout
  }
  expect_failures = [var.loki_enabled]
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
