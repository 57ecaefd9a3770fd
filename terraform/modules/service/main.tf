locals {
  has_sidecar = length(setintersection(keys(var.service.variants), ["adot", "alloy"])) > 0

  containers  = flatten([for variant in var.service.variants : try([for each in jsondecode(variant.container_definitions) : each], [])])
  port_names  = distinct(flatten([for each in local.containers : try([for port in each.portMappings : port.name], [])]))
  secret_arns = distinct(flatten([for each in local.containers : try([for secret in each.secrets : secret.valueFrom], [])]))
  # valueFrom may go on behind the secret's ARN: `:json-key:version-stage:version-id`.
  secrets    = sort([for arn in local.secret_arns : join(":", slice(split(":", arn), 0, 7)) if strcontains(arn, ":secretsmanager:")])
  parameters = sort([for arn in local.secret_arns : arn if strcontains(arn, ":ssm:")])

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

module "checks" {
  source   = "../task-checks"
  for_each = var.service.variants

  container_definitions = each.value.container_definitions
  cpu                   = var.service.cpu
  memory                = var.service.memory
  launch_type           = var.service.launch_type
  volumes               = each.value.volumes
  log_group             = var.service.log_group
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_66:Bootstrap sets it: shortening a retention deletes logs
  #checkov:skip=CKV_AWS_338:Bootstrap sets it: shortening a retention deletes logs
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts at rest; a KMS key would have to outlive the groups, which are never deleted
  name = var.service.log_group
  # Logs outlive the service, and the migration.
  skip_destroy = true

  lifecycle {
    # Bootstrap sets the retention; until then, a new group keeps its logs for ever. The role that applies this may not set it.
    # A group that was there before keeps the rest too.
    ignore_changes = [retention_in_days, kms_key_id, tags, tags_all]
  }
}

resource "aws_iam_role" "task" {
  name               = "${var.service.family}-task"
  description        = "What the containers of ${var.service.family} may do"
  assume_role_policy = local.assume_role_policy

  path                 = contains(var.roles.at_root, "${var.service.family}-task") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role_policy" "task" {
  count = var.service.enable_execute_command || local.has_sidecar ? 1 : 0

  name = "task"
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      var.service.enable_execute_command ? [{
        Sid    = "EcsExec"
        Effect = "Allow"
        Action = [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ]
        Resource = "*"
      }] : [],
      local.has_sidecar ? [{
        Sid      = "RemoteWrite"
        Effect   = "Allow"
        Action   = ["aps:RemoteWrite"]
        Resource = var.prometheus_workspace_arn
      }] : [],
    )
  })
}

moved {
  from = aws_iam_role_policy.task
  to   = aws_iam_role_policy.task[0]
}

resource "aws_iam_role" "execution" {
  name               = "${var.service.family}-execution"
  description        = "What ECS may do to start ${var.service.family}"
  assume_role_policy = local.assume_role_policy

  path                 = contains(var.roles.at_root, "${var.service.family}-execution") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "secrets" {
  count = length(local.secrets) + length(local.parameters) > 0 ? 1 : 0

  name = "secrets"
  role = aws_iam_role.execution.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      length(local.secrets) == 0 ? [] : [{ Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = local.secrets }],
      length(local.parameters) == 0 ? [] : [{ Effect = "Allow", Action = ["ssm:GetParameters"], Resource = local.parameters }],
    )
  })
}

resource "aws_security_group" "this" {
  name        = var.service.family
  description = "Ports of ${var.service.family}"
  vpc_id      = var.vpc_id
  tags        = { Name = var.service.family }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.service.ports

  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.tasks_security_group_id
  description                  = "${each.key} from the tasks of the cluster"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_ecs_task_definition" "variant" {
  for_each = var.service.variants

  family                   = var.service.family
  cpu                      = var.service.cpu
  memory                   = var.service.memory
  network_mode             = "awsvpc"
  requires_compatibilities = [var.service.launch_type]
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions    = each.value.container_definitions
  # The revision that runs, and the one to go back to, stay registered.
  skip_destroy = true
  track_latest = false

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  dynamic "volume" {
    for_each = each.value.volumes
    content {
      name      = volume.key
      host_path = volume.value == "" ? null : volume.value
    }
  }

  lifecycle {
    precondition {
      condition     = length(module.checks[each.key].problems) == 0
      error_message = "${var.service.family} (${each.key}) can't be registered:\n- ${join("\n- ", module.checks[each.key].problems)}"
    }
  }
}

resource "aws_ecs_service" "this" {
  name            = var.service.family
  cluster         = var.ecs_cluster_name
  task_definition = aws_ecs_task_definition.variant[var.service.target_variant].arn
  desired_count   = var.service.desired_count

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.service.enable_execute_command
  propagate_tags                     = "SERVICE"
  # An apply starts no deployment of its own, and ECS moves no tasks while a rollout is judged by them.
  force_new_deployment          = false
  availability_zone_rebalancing = "DISABLED"

  capacity_provider_strategy {
    capacity_provider = var.service.launch_type == "FARGATE" ? "FARGATE" : var.capacity_provider
    weight            = 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = var.subnet_ids
    security_groups = [aws_security_group.this.id, var.tasks_security_group_id]
  }

  service_connect_configuration {
    enabled   = true
    namespace = var.service_connect_namespace

    dynamic "service" {
      for_each = { for each in var.service.service_connect : each.port_name => each }
      content {
        port_name      = service.key
        discovery_name = "${var.service.container}-${service.key}"
        client_alias {
          dns_name = service.value.dns_name
          port     = service.value.port
        }
      }
    }
  }

  lifecycle {
    # The rollout engine points the service at one of the registered revisions, and moves it to another capacity provider, wave by wave:
    # Terraform would replace the service for that. Whoever scales it owns the count.
    ignore_changes = [task_definition, desired_count, capacity_provider_strategy]

    precondition {
      condition     = length(setsubtract(var.service.service_connect[*].port_name, local.port_names)) == 0
      error_message = "${var.name}: Service Connect names a port that no container maps: ${join(", ", setsubtract(var.service.service_connect[*].port_name, local.port_names))}."
    }
  }

  # Tasks can't start without them, and nothing else orders them before the service.
  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.task,
    aws_iam_role_policy.secrets,
    aws_iam_role_policy_attachment.execution,
  ]
}
