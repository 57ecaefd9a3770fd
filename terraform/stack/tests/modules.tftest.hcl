# The modules on their own: what they grant, and what they refuse.

mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    override_during = plan
    defaults        = { arn = "arn:aws:s3:::demo-loki-logs-111122223333" }
  }
}

variables {
  aws                       = { account_id = "111122223333", partition = "aws" }
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  tasks_security_group_id   = "sg-1"
  prometheus_workspace_arn  = "arn:aws:aps:eu-west-1:111122223333:workspace/ws-1"
  name                      = "worker"
  project_name              = "demo"
  s3_vpc_endpoint_id        = "vpce-0a1b2c3d4e5f60001"
  image                     = "grafana/loki:3.7.6"
  cpu                       = 512
  memory                    = 1024
  desired_count             = 1
  topology                  = "single"
  retention_days            = 7
  bucket_name               = "demo-loki-logs-111122223333"
  wal_storage               = "host"
}

run "fixture" {
  module {
    source = "./tests/fixture"
  }
}

run "a_service_may_write_to_its_workspace_and_read_its_secrets" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    service = run.fixture.services.infrastructure.worker
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.task.policy).Statement[1].Resource == var.prometheus_workspace_arn
    error_message = "aps:RemoteWrite is for the environment's workspace."
  }
  assert {
    condition = flatten(jsondecode(aws_iam_role_policy.secrets[0].policy).Statement[*].Resource) == [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-abcdef", "arn:aws:ssm:eu-west-1:111122223333:parameter/demo/key",
    ]
    error_message = "The execution role reads the named secrets and no others."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.skip_destroy && alltrue([for each in aws_ecs_task_definition.variant : each.skip_destroy])
    error_message = "Log groups and revisions outlive the configuration."
  }
}

run "a_service_without_a_sidecar_writes_no_metrics" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    service = run.fixture.services.infrastructure.ui
  }
  assert {
    condition     = length(jsondecode(aws_iam_role_policy.task.policy).Statement) == 1 && length(aws_iam_role_policy.secrets) == 0
    error_message = "It needs neither the workspace nor secrets."
  }
}

run "a_task_that_ecs_would_refuse" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    service = merge(run.fixture.services.infrastructure.worker, { memory = 512 })
  }
  expect_failures = [aws_ecs_task_definition.variant]
}

run "a_service_connect_port_that_no_container_maps" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    service = merge(run.fixture.services.infrastructure.worker, { service_connect = [{ port_name = "http", dns_name = "worker", port = 80 }] })
  }
  expect_failures = [aws_ecs_service.this]
}

run "loki_keeps_its_index_and_lets_terraform_in" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    container_definitions = run.fixture.loki_container_definitions
  }
  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule).filter[0].prefix == "fake/" && one(aws_s3_bucket_lifecycle_configuration.this.rule).expiration[0].days == 9
    error_message = "Only chunks expire, two days after Loki's own retention."
  }
  assert {
    condition = alltrue([for each in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
    alltrue([for action in flatten([each.Action]) : can(regex("^s3:(Get|Put|Delete)Object\\*$", action))]) if each.Sid != "OnlyTls"])
    error_message = "Denied away from the endpoint are object calls only: anything else would lock Terraform out."
  }
  assert {
    condition     = [for each in aws_ecs_task_definition.this.volume : each.name if each.host_path == "/var/lib/loki"] == ["loki-data"]
    error_message = "What Loki writes to lies on the instance, its configuration doesn't."
  }
  assert {
    condition     = one(aws_ecs_service.this.service_connect_configuration[0].service[*].client_alias[0].port) == 3100
    error_message = "A single Loki offers its HTTP port."
  }
  assert {
    condition     = [for each in jsondecode(aws_iam_role_policy.task.policy).Statement : each.Resource if each.Sid == "RemoteWrite"] == [var.prometheus_workspace_arn]
    error_message = "The collector beside Loki may write metrics to the workspace, and to no other."
  }
}

run "a_bucket_that_expires_before_loki_does" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    retention_days        = 3
    container_definitions = run.fixture.loki_container_definitions
  }
  expect_failures = [aws_s3_bucket_lifecycle_configuration.this]
}

run "a_bucket_that_loki_does_not_use" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    bucket_name           = "another-bucket"
    container_definitions = run.fixture.loki_container_definitions
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "several_tasks_with_a_ring_in_memory" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    desired_count         = 3
    container_definitions = run.fixture.loki_container_definitions
  }
  expect_failures = [aws_ecs_task_definition.this]
}
