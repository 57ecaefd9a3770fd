# The modules grafana and alarms on their own.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_security_group" {
    defaults = { id = "sg-0a1b2c3d4e5f60009" }
  }
}

variables {
  aws                       = { account_id = "111122223333", partition = "aws", region = "eu-west-1" }
  project_name              = "demo"
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  loki_security_group_id    = "sg-0a1b2c3d4e5f60001"
  loki_ecs_service_name     = "demo-loki"
  prometheus_workspace_arn  = "arn:aws:aps:eu-west-1:111122223333:workspace/ws-1"
  prometheus_workspace_id   = "ws-1"
  files_image               = "grafana/alloy:v1.18.1"
  grafana = {
    mode                      = "service"
    name                      = "demo-grafana"
    log_group                 = "/ecs/demo/grafana"
    image                     = "example/grafana:1.0.0"
    admin_password_secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-abcdef:password::"
    loki_password_secret_arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:loki-reader-abcdef"
    files = {
      "dashboards/logs.json"         = "{}"
      "datasources/datasources.yaml" = "apiVersion: 1"
    }
  }
}

run "secrets_of_its_own" {
  command = plan
  module {
    source = "../modules/grafana"
  }
  variables {
    grafana = merge(var.grafana, { secrets = { GF_AUTH_GITHUB_CLIENT_SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sso-abcdef:client::" } })
  }
  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.this[0].container_definitions)[1].secrets, { name = "GF_AUTH_GITHUB_CLIENT_SECRET", valueFrom = var.grafana.secrets.GF_AUTH_GITHUB_CLIENT_SECRET })
    error_message = "Grafana gets it as a secret."
  }
  assert {
    condition     = contains(jsondecode(aws_iam_role_policy.secret[0].policy).Statement[0].Resource, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sso-abcdef")
    error_message = "ECS may read it."
  }
}

run "a_grafana_of_its_own" {
  command = apply
  module {
    source = "../modules/grafana"
  }
  assert {
    condition = jsondecode(aws_ecs_task_definition.this[0].container_definitions)[0].environment == [{
      name  = "GRAFANA_FILES"
      value = base64gzip("\u001e\ndashboards/logs.json\n{}\n\u001e\ndatasources/datasources.yaml\napiVersion: 1\n")
    }]
    error_message = "Every file travels in the task definition."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this[0].container_definitions)[1].secrets[0].valueFrom == var.grafana.admin_password_secret_arn
    error_message = "The password comes from its secret."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this[0].container_definitions)[1].secrets[1] == { name = "LOKI_PASSWORD", valueFrom = var.grafana.loki_password_secret_arn }
    error_message = "So does the one for Loki."
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.secret[0].policy).Statement[0].Resource == [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-abcdef",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:loki-reader-abcdef",
    ]
    error_message = "The execution role reads these secrets and no other."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.query[0].policy).Statement[0].Resource == var.prometheus_workspace_arn
    error_message = "Grafana queries this workspace."
  }
  assert {
    condition     = alltrue([for action in flatten(jsondecode(aws_iam_role_policy.query[0].policy).Statement[*].Action) : can(regex(":(Get|List|Query)", action))])
    error_message = "Grafana writes nowhere."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.loki["own"].security_group_id == var.loki_security_group_id && aws_vpc_security_group_ingress_rule.loki["own"].referenced_security_group_id == "sg-0a1b2c3d4e5f60009"
    error_message = "Loki lets this group in."
  }
}

run "a_grafana_that_exists" {
  command = plan
  module {
    source = "../modules/grafana"
  }
  variables {
    grafana = {
      mode                        = "existing"
      name                        = "demo-grafana"
      log_group                   = "/ecs/demo/grafana"
      existing_security_group_ids = { grafana = "sg-0a1b2c3d4e5f60002" }
    }
  }
  assert {
    condition     = length(aws_ecs_service.this) + length(aws_iam_role.task) + length(aws_iam_role_policy.query) + length(aws_security_group.this) + length(aws_cloudwatch_log_group.this) == 0
    error_message = "Nothing is created but access."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.loki["grafana"].referenced_security_group_id == "sg-0a1b2c3d4e5f60002"
    error_message = "Its group reaches Loki; what its role may do is bootstrap's."
  }
}

run "a_grafana_that_would_start_empty" {
  command = plan
  module {
    source = "../modules/grafana"
  }
  variables {
    grafana = merge(var.grafana, { files = { "dashboards/logs.json" = "{}" } })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "a_grafana_image_without_a_version" {
  command = plan
  module {
    source = "../modules/grafana"
  }
  variables {
    grafana = merge(var.grafana, { image = "example/grafana:latest" })
  }
  expect_failures = [var.grafana]
}

run "an_unknown_mode" {
  command = plan
  module {
    source = "../modules/grafana"
  }
  variables {
    grafana = merge(var.grafana, { mode = "sometimes" })
  }
  expect_failures = [var.grafana]
}

run "alarms_of_a_running_migration" {
  command = plan
  module {
    source = "../modules/alarms"
  }
  variables {
    sns_topic_arn       = "arn:aws:sns:eu-west-1:111122223333:alerts"
    bucket_gigabytes    = 500
    loki                = { ecs_service_name = "demo-loki", bucket = "demo-loki-logs", desired_count = 3 }
    silent_log_groups   = { worker = "/ecs/demo/worker" }
    amp_rule_namespaces = { loki = "groups: [{ name: loki, rules: [{ alert: LokiDown, expr: up == 0 }] }]" }
  }
  assert {
    condition     = output.alarms == tolist(["demo-cloudwatch-worker", "demo-loki-bucket", "demo-loki-cpu", "demo-loki-memory", "demo-loki-tasks-missing"])
    error_message = "Found: ${join(", ", output.alarms)}"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.running["loki"].threshold == 3 && aws_cloudwatch_metric_alarm.running["loki"].treat_missing_data == "breaching"
    error_message = "No data about Loki's tasks is not good news."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.ingestion["worker"].dimensions == tomap({ LogGroupName = "/ecs/demo/worker" }) && aws_cloudwatch_metric_alarm.ingestion["worker"].alarm_actions == toset([var.sns_topic_arn])
    error_message = "A group that should be silent is watched."
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.deployment_failed[0].event_pattern).resources[0].prefix == "arn:aws:ecs:eu-west-1:111122223333:service/demo/"
    error_message = "Only deployments of this cluster."
  }
  assert {
    condition     = aws_prometheus_rule_group_namespace.this["loki"].name == "demo-loki"
    error_message = "Rule files become namespaces of the workspace."
  }
}

run "no_alarms_before_there_is_something_to_watch" {
  command = plan
  module {
    source = "../modules/alarms"
  }
  assert {
    condition     = length(output.alarms) == 0 && length(aws_cloudwatch_event_rule.deployment_failed) == 0
    error_message = "Found: ${join(", ", output.alarms)}"
  }
}

run "a_file_that_holds_no_rules" {
  command = plan
  module {
    source = "../modules/alarms"
  }
  variables {
    amp_rule_namespaces = { loki = "groups: [{ name: loki, rules: [{ alert: LokiDown }] }]" }
  }
  expect_failures = [aws_prometheus_rule_group_namespace.this]
}
