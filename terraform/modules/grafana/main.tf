# Two ways to look at Loki and the metrics: a Grafana of its own, provisioned from files, or one that exists already and is let in.
locals {
  own       = var.grafana.mode == "service"
  name      = var.grafana.name
  http_port = 3000

  # Files travel in the task definition, compressed together: the alerts of services differ in little more than a name. A line
  # with a record separator, which neither JSON nor YAML may hold, and one with the path are above each.
  paths       = sort(keys(var.grafana.files))
  packed      = base64gzip(join("", [for path in local.paths : "\u001e\n${path}\n${trimsuffix(var.grafana.files[path], "\n")}\n"]))
  file_folder = "/etc/grafana/provisioning"
  unpack      = <<-EOT
    set -euo pipefail
    printf '%s' "$GRAFANA_FILES" | base64 -d | gunzip | while IFS= read -r line; do
      if [ "$line" = $'\x1e' ]; then
        IFS= read -r path
        mkdir -p "${local.file_folder}/$(dirname "$path")"
        exec > "${local.file_folder}/$path"
      else
        printf '%s\n' "$line"
      fi
    done
  EOT

  secrets = { for name, arn in merge(var.grafana.secrets, {
    GF_SECURITY_ADMIN_PASSWORD = var.grafana.admin_password_secret_arn
    LOKI_PASSWORD              = var.grafana.loki_password_secret_arn
  }) : name => arn if arn != null }

  logging = {
    logDriver = "awslogs"
    options   = { awslogs-group = var.grafana.log_group, awslogs-region = var.aws.region, awslogs-stream-prefix = "ecs" }
  }

  container_definitions = jsonencode([
    {
      name             = "grafana-files"
      image            = var.files_image
      essential        = false
      entryPoint       = ["/bin/bash", "-c"]
      command          = [local.unpack]
      environment      = [{ name = "GRAFANA_FILES", value = local.packed }]
      mountPoints      = [{ sourceVolume = "files", containerPath = local.file_folder, readOnly = false }]
      logConfiguration = local.logging
    },
    {
      name         = "grafana"
      image        = var.grafana.image
      essential    = true
      portMappings = [{ name = "http", containerPort = local.http_port, hostPort = local.http_port, protocol = "tcp" }]
      environment = [for name, value in merge({
        AWS_SDK_LOAD_CONFIG            = "true"
        GF_ANALYTICS_CHECK_FOR_UPDATES = "false"
        GF_ANALYTICS_REPORTING_ENABLED = "false"
        GF_AUTH_SIGV4_AUTH_ENABLED     = "true"
        GF_USERS_ALLOW_SIGN_UP         = "false"
      }, var.grafana.environment) : { name = name, value = value }]
      secrets          = [for name, arn in local.secrets : { name = name, valueFrom = arn }]
      dependsOn        = [{ containerName = "grafana-files", condition = "SUCCESS" }]
      mountPoints      = [{ sourceVolume = "files", containerPath = local.file_folder, readOnly = true }]
      logConfiguration = local.logging
    },
  ])

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.aws.account_id } }
    }]
  })
}

moved {
  from = aws_iam_role_policy.query
  to   = aws_iam_role_policy.query[0]
}

# What the provisioned data sources ask for. In mode existing the role isn't the stack's: bootstrap allows it.
resource "aws_iam_role_policy" "query" {
  count = local.own ? 1 : 0

  name = "${local.name}-query"
  role = aws_iam_role.task[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "QueryMetrics"
      Effect = "Allow"
      Action = [
        "aps:GetLabels",
        "aps:GetMetricMetadata",
        "aps:GetSeries",
        "aps:QueryMetrics",
      ]
      Resource = var.prometheus_workspace_arn
      },
      {
        # Metrics of AWS have no ARN to name.
        Sid      = "QueryCloudWatch"
        Effect   = "Allow"
        Action   = ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"]
        Resource = "*"
    }]
  })
}

resource "aws_vpc_security_group_ingress_rule" "loki" {
  for_each = local.own ? { own = aws_security_group.this[0].id } : var.grafana.existing_security_group_ids

  security_group_id            = var.loki_security_group_id
  referenced_security_group_id = each.value
  description                  = "Queries of Grafana"
  ip_protocol                  = "tcp"
  from_port                    = var.loki_port
  to_port                      = var.loki_port
}

module "checks" {
  source = "../task-checks"
  count  = local.own ? 1 : 0

  container_definitions = local.container_definitions
  cpu                   = var.grafana.cpu
  memory                = var.grafana.memory
  launch_type           = var.grafana.launch_type
  volumes               = { files = "" }
  log_group             = var.grafana.log_group
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_66:Bootstrap sets it: shortening a retention deletes logs
  #checkov:skip=CKV_AWS_338:Bootstrap sets it: shortening a retention deletes logs
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts at rest; a KMS key would have to outlive the groups, which are never deleted
  count = local.own ? 1 : 0

  name         = var.grafana.log_group
  skip_destroy = true

  lifecycle {
    # Bootstrap sets the retention; until then, a new group keeps its logs for ever. The role that applies this may not set it.
    # A group that was there before keeps the rest too.
    ignore_changes = [retention_in_days, kms_key_id, tags, tags_all]
  }
}

resource "aws_iam_role" "task" {
  count = local.own ? 1 : 0

  name               = "${local.name}-task"
  description        = "What Grafana may do"
  assume_role_policy = local.assume_role_policy

  path                 = contains(var.roles.at_root, "${local.name}-task") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role" "execution" {
  count = local.own ? 1 : 0

  name               = "${local.name}-execution"
  description        = "What ECS may do to start Grafana"
  assume_role_policy = local.assume_role_policy

  path                 = contains(var.roles.at_root, "${local.name}-execution") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role_policy_attachment" "execution" {
  count = length(aws_iam_role.execution)

  role       = aws_iam_role.execution[0].name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "secret" {
  count = length(aws_iam_role.execution)

  name = "secret"
  role = aws_iam_role.execution[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = ["secretsmanager:GetSecretValue"]
      # What follows a secret's ARN names a key and a version in it.
      Resource = distinct([for arn in values(local.secrets) : try(join(":", slice(split(":", arn), 0, 7)), "")])
    }]
  })
}

resource "aws_security_group" "this" {
  count = local.own ? 1 : 0

  name        = local.name
  description = "Grafana"
  vpc_id      = var.vpc_id
  tags        = { Name = local.name }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = local.own ? var.grafana.client_security_group_ids : {}

  security_group_id            = aws_security_group.this[0].id
  referenced_security_group_id = each.value
  description                  = "${each.key} reaches Grafana"
  ip_protocol                  = "tcp"
  from_port                    = local.http_port
  to_port                      = local.http_port
}

resource "aws_vpc_security_group_egress_rule" "this" {
  count = local.own ? 1 : 0

  security_group_id = aws_security_group.this[0].id
  description       = "Loki, and AWS for the metrics"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_task_definition" "this" {
  count = local.own ? 1 : 0

  family                   = local.name
  cpu                      = var.grafana.cpu
  memory                   = var.grafana.memory
  network_mode             = "awsvpc"
  requires_compatibilities = [var.grafana.launch_type]
  task_role_arn            = aws_iam_role.task[0].arn
  execution_role_arn       = aws_iam_role.execution[0].arn
  container_definitions    = local.container_definitions
  skip_destroy             = true
  track_latest             = false

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  volume {
    name = "files"
  }

  lifecycle {
    precondition {
      condition     = length(module.checks[0].problems) == 0
      error_message = "${local.name} can't be registered:\n- ${join("\n- ", module.checks[0].problems)}"
    }
    precondition {
      condition     = anytrue([for path in local.paths : startswith(path, "datasources/")])
      error_message = "${local.name}: files hold nothing below datasources/, so Grafana would start empty. Paths are relative to the rendered folder grafana/provisioning/."
    }
    precondition {
      condition     = alltrue([for path in local.paths : can(regex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", path)) && !strcontains(path, "..")])
      error_message = "${local.name}: paths of files are relative, of letters, digits, dots, hyphens and underscores."
    }
    precondition {
      condition     = can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:]+(:[^:]*){0,3}$", var.grafana.admin_password_secret_arn))
      error_message = "${local.name}: mode service needs admin_password_secret_arn, the Secrets Manager secret with the administrator's password."
    }
  }
}

resource "aws_ecs_service" "this" {
  count = local.own ? 1 : 0

  name            = local.name
  cluster         = var.ecs_cluster_name
  task_definition = aws_ecs_task_definition.this[0].arn
  desired_count   = 1

  # Two at once would do: nothing is stored but what the files say.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_ecs_managed_tags            = true
  enable_execute_command             = false
  propagate_tags                     = "SERVICE"
  availability_zone_rebalancing      = "DISABLED"
  # Without it the provider replaces the service for another capacity provider. ECS starts a deployment at each update of the service.
  force_new_deployment = true

  capacity_provider_strategy {
    capacity_provider = var.grafana.launch_type == "FARGATE" ? "FARGATE" : var.capacity_provider
    weight            = 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = var.subnet_ids
    security_groups = [aws_security_group.this[0].id]
  }

  # A client finds loki only with this block.
  service_connect_configuration {
    enabled   = true
    namespace = var.service_connect_namespace

    service {
      port_name      = "http"
      discovery_name = "grafana"
      client_alias {
        dns_name = "grafana"
        port     = local.http_port
      }
    }
  }

  lifecycle {
    # Reads the name so that Loki's service is there first: ECS tells a task of what is in Service Connect when it starts.
    precondition {
      condition     = var.loki_ecs_service_name != ""
      error_message = "loki_ecs_service_name is empty: Grafana queries Loki by Service Connect."
    }
  }

  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.query,
    aws_iam_role_policy.secret,
    aws_iam_role_policy_attachment.execution,
    aws_vpc_security_group_egress_rule.this,
  ]
}
