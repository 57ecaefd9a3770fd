# What the stack refuses before it asks AWS for anything.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
}

variables {
  environment               = "dev"
  project_name              = "demo"
  log_group_prefix          = "/ecs/demo/"
  aws_region                = "eu-west-1"
  aws_account_id            = "111122223333"
  aws_partition             = "aws"
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  s3_vpc_endpoint_id        = "vpce-0a1b2c3d4e5f60001"
  prometheus_workspace_id   = "ws-1"
  phase                     = "baseline"
  loki                      = null
  alloy_image               = "grafana/alloy:v1.18.1"
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
    alloy_image        = "grafana/alloy:latest"
    s3_vpc_endpoint_id = ""
    log_group_prefix   = "/ecs/demo"
    services           = {}
  }
  expect_failures = [
    var.phase, var.log_group_prefix, var.alloy_image, var.s3_vpc_endpoint_id,
  ]
}

run "a_rollout_without_loki" {
  command = plan
  variables {
    phase    = "rollout"
    services = run.fixture.services.rollout
  }
  expect_failures = [var.loki]
}

run "a_loki_in_baseline" {
  command = plan
  variables {
    loki     = run.fixture.loki.single
    services = run.fixture.services.baseline
  }
  expect_failures = [var.loki]
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
