# The module service on its own: what it grants, and what it refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
}

variables {
  aws                       = { account_id = "111122223333", partition = "aws", region = "eu-west-1" }
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  tasks_security_group_id   = "sg-1"
  prometheus_workspace_arn  = "arn:aws:aps:eu-west-1:111122223333:workspace/ws-1"
  name                      = "worker"
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
    condition     = jsondecode(aws_iam_role_policy.task[0].policy).Statement == [{ Action = ["aps:RemoteWrite"], Effect = "Allow", Resource = var.prometheus_workspace_arn, Sid = "RemoteWrite" }]
    error_message = "aps:RemoteWrite is for the environment's workspace, and there is nothing else."
  }
  assert {
    condition     = !aws_ecs_service.this.enable_execute_command
    error_message = "Nobody runs commands in a task unless the environment says so."
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

run "roles_lie_below_a_path_and_have_a_boundary" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    service = run.fixture.services.infrastructure.worker
    roles   = { path = "/demo/", at_root = ["demo-worker-task"], boundary_arn = "arn:aws:iam::111122223333:policy/demo-boundary" }
  }
  assert {
    condition     = aws_iam_role.execution.path == "/demo/" && aws_iam_role.task.path == "/"
    error_message = "A role that was there before stays where it is: another path would replace it under running tasks."
  }
  assert {
    condition     = aws_iam_role.execution.permissions_boundary == var.roles.boundary_arn && aws_iam_role.task.permissions_boundary == var.roles.boundary_arn
    error_message = "Both are bounded."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == null || aws_cloudwatch_log_group.this.retention_in_days == 0
    error_message = "How long logs are kept is bootstrap's: the apply role may not set it."
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
    condition     = length(aws_iam_role_policy.task) == 0 && length(aws_iam_role_policy.secrets) == 0
    error_message = "It needs neither the workspace nor secrets."
  }
}

run "commands_can_be_run_where_the_environment_says_so" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    service = merge(run.fixture.services.infrastructure.ui, { enable_execute_command = true })
  }
  assert {
    condition     = aws_ecs_service.this.enable_execute_command
    error_message = "ECS Exec is on."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.task[0].policy).Statement[*].Sid == ["EcsExec"]
    error_message = "Its role reaches the channels of Systems Manager, and nothing else."
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
