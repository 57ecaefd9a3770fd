# Plans everything that makes a role, with one start of Terraform: tests/policy extracts the policies from these plans and searches them
# for escalations. The stack's import blocks keep it from being planned in here, so its modules are.

mock_provider "aws" {
  override_during = plan

  mock_data "aws_vpc_endpoint" {
    defaults = {
      vpc_endpoint_type = "Gateway"
      vpc_id            = "vpc-0a1b2c3d4e5f60001"
      prefix_list_id    = "pl-0a1b2c3d"
    }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { value = "ami-0a1b2c3d4e5f60001" }
  }
  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::111122223333:instance-profile/mock" }
  }
}

variables {
  project_name   = "demo"
  aws_region     = "eu-west-1"
  aws_account_id = "111122223333"

  # bootstrap
  environment             = "dev"
  state_bucket            = "demo-state"
  state_key               = "dev/terraform.tfstate"
  loki_bucket             = "demo-loki-logs-111122223333"
  loki_chunk_days         = 9
  s3_vpc_endpoint_id      = "vpce-0a1b2c3d4e5f60001"
  log_group_prefix        = "/ecs/demo/"
  prometheus_workspace_id = "ws-1"
  github                  = { owner = "acme", repository = "platform", owner_id = "11", repository_id = "22" }
  workload_actions        = ["dynamodb:GetItem", "sqs:SendMessage"]
  secrets                 = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-abcdef", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-abcdef"]
  # A mocked provider imports nothing.
  import_state_bucket = false
  import_loki_bucket  = false

  # foundation
  zones = ["eu-west-1a", "eu-west-1b"]

  # modules of the stack
  aws                       = { account_id = "111122223333", partition = "aws", region = "eu-west-1" }
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  tasks_security_group_id   = "sg-0a1b2c3d4e5f60001"
  loki_security_group_id    = "sg-0a1b2c3d4e5f60002"
  loki_ecs_service_name     = "demo-loki"
  prometheus_workspace_arn  = "arn:aws:aps:eu-west-1:111122223333:workspace/ws-1"
  roles                     = { path = "/demo/", boundary_arn = "arn:aws:iam::111122223333:policy/demo-boundary" }
  files_image               = "grafana/alloy:v1.18.1"
}

run "fixture" {
  module {
    source = "../stack/tests/fixture"
  }
}

run "bootstrap" {
  command = plan
}

# An environment that was there before its roles had a path.
run "bootstrap_with_roles_at_root" {
  command = plan
  variables {
    role_names = ["demo-worker-execution", "demo-worker-task", "demo-loki-execution", "demo-loki-task", "demo-loki-volume", "demo-grafana-execution", "demo-grafana-task"]
  }
  override_data {
    target = data.aws_iam_roles.named
    values = { arns = [
      "arn:aws:iam::111122223333:role/demo-grafana-execution",
      "arn:aws:iam::111122223333:role/demo-grafana-task",
      "arn:aws:iam::111122223333:role/demo-loki-execution",
      "arn:aws:iam::111122223333:role/demo-loki-task",
      "arn:aws:iam::111122223333:role/demo-loki-volume",
      "arn:aws:iam::111122223333:role/demo-worker-execution",
      "arn:aws:iam::111122223333:role/demo-worker-task",
    ] }
  }
  override_data {
    target = data.aws_iam_role.at_root
    values = { tags = { Project = "demo" } }
  }
}

run "foundation" {
  command = plan
  module {
    source = "../foundation"
  }
}

run "service" {
  command = plan
  module {
    source = "../modules/service"
  }
  variables {
    name    = "worker"
    service = run.fixture.services.infrastructure.worker
  }
}

run "loki" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.replicated, { launch_type = "FARGATE", wal = { storage = "ebs" } })
  }
}

run "grafana" {
  command = plan
  module {
    source = "../modules/grafana"
  }
  variables {
    grafana = {
      mode                      = "service"
      name                      = "demo-grafana"
      log_group                 = "/ecs/demo/grafana"
      image                     = "example/grafana:1.0.0"
      admin_password_secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-abcdef:password::"
      files                     = { "datasources/datasources.yaml" = "apiVersion: 1" }
    }
  }
}
