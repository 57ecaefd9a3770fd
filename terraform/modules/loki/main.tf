locals {
  name       = "${var.project_name}-loki"
  log_group  = "/ecs/${var.project_name}/loki"
  replicated = var.topology == "replicated"

  http_port       = 3100
  grpc_port       = 9095
  memberlist_port = 7946

  # Days between the end of retention and the bucket's own expiry: the compactor needs a while, and comes first.
  expiry_grace_days = 2

  containers = try([for each in jsondecode(var.container_definitions) : each], [])
  loki       = try([for each in local.containers : each if each.name == "loki"][0], null)
  mounts     = try([for each in local.loki.mountPoints : { volume = each.sourceVolume, read_only = try(each.readOnly, false) }], [])
  declared   = distinct(flatten([for each in local.containers : try([for mount in each.mountPoints : mount.sourceVolume], [])]))
  # What Loki writes to outlives the task; what it only reads, its configuration, is made anew by each.
  host_path    = "/var/lib/loki"
  data_volumes = var.wal_storage == "host" ? distinct([for each in local.mounts : each.volume if !each.read_only]) : []

  port_names     = { for port in try(local.loki.portMappings, []) : tostring(port.containerPort) => port.name if can(port.name) }
  wanted_ports   = local.replicated ? [local.http_port, local.memberlist_port] : [local.http_port]
  unnamed_ports  = [for port in local.wanted_ports : port if !contains(keys(local.port_names), tostring(port))]
  connected      = { for port in local.wanted_ports : local.port_names[tostring(port)] => port if !contains(local.unnamed_ports, port) }
  config         = try(yamldecode(flatten([for each in local.containers : try([for entry in each.environment : entry.value if entry.name == "LOKI_CONFIG"], [])])[0]), null)
  ring           = try(local.config.common.ring.kvstore.store, "inmemory")
  retention      = try(regex("^([0-9]+)([hd])$", local.config.limits_config.retention_period), null)
  retention_days = try(tonumber(local.retention[0]) / (local.retention[1] == "h" ? 24 : 1), null)
  bucket_names   = try(local.config.common.storage.s3.bucketnames, null)

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
  source = "../task-checks"

  container_definitions = var.container_definitions
  cpu                   = var.cpu
  memory                = var.memory
  launch_type           = "EC2"
  volumes               = { for name in local.declared : name => "" }
  log_group             = local.log_group
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group
  retention_in_days = var.log_retention_days
  skip_destroy      = true
}

resource "aws_iam_role" "task" {
  name               = "${local.name}-task"
  description        = "What Loki may do"
  assume_role_policy = local.assume_role_policy
}

resource "aws_iam_role_policy" "task" {
  name = "task"
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "List"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = aws_s3_bucket.this.arn
      },
      {
        Sid      = "ChunksAndIndex"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = "${aws_s3_bucket.this.arn}/*"
      },
      {
        Sid      = "RemoteWrite"
        Effect   = "Allow"
        Action   = ["aps:RemoteWrite"]
        Resource = var.prometheus_workspace_arn
      },
    ]
  })
}

resource "aws_iam_role" "execution" {
  name               = "${local.name}-execution"
  description        = "What ECS may do to start Loki"
  assume_role_policy = local.assume_role_policy
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "this" {
  name        = local.name
  description = "Ports of Loki"
  vpc_id      = var.vpc_id
  tags        = { Name = local.name }
}

resource "aws_vpc_security_group_ingress_rule" "http" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.tasks_security_group_id
  description                  = "Push and query from the tasks of the cluster"
  ip_protocol                  = "tcp"
  from_port                    = local.http_port
  to_port                      = local.http_port
}

resource "aws_vpc_security_group_ingress_rule" "replicas" {
  for_each = local.replicated ? { grpc = local.grpc_port, memberlist = local.memberlist_port } : {}

  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = aws_security_group.this.id
  description                  = "${each.key} between the replicas"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.name
  cpu                      = var.cpu
  memory                   = var.memory
  network_mode             = "awsvpc"
  requires_compatibilities = ["EC2"]
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions    = var.container_definitions
  skip_destroy             = true
  track_latest             = false

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  dynamic "volume" {
    for_each = toset(local.declared)
    content {
      name      = volume.value
      host_path = contains(local.data_volumes, volume.value) ? local.host_path : null
    }
  }

  lifecycle {
    precondition {
      condition     = length(module.checks.problems) == 0
      error_message = "${local.name} can't be registered:\n- ${join("\n- ", module.checks.problems)}"
    }
    precondition {
      condition     = try(local.loki.image, null) == var.image
      error_message = "${local.name}: the container loki runs ${coalesce(try(local.loki.image, null), "no image")}, not ${var.image}."
    }
    precondition {
      condition     = var.wal_storage != "host" || length(local.data_volumes) == 1
      error_message = "${local.name}: the container loki has to mount exactly one volume that it may write to, for the write-ahead log; it mounts ${length(local.data_volumes)}."
    }
    precondition {
      condition     = local.bucket_names == var.bucket_name
      error_message = "${local.name}: LOKI_CONFIG stores into ${coalesce(local.bucket_names, "no bucket")}, not ${var.bucket_name}."
    }
    precondition {
      condition     = var.desired_count == 1 || (local.replicated && local.ring == "memberlist")
      error_message = "${local.name}: ${var.desired_count} tasks with topology ${var.topology} and ring ${local.ring} would each keep a ring of their own. Several need topology replicated and a memberlist ring."
    }
  }
}

resource "aws_ecs_service" "this" {
  name            = local.name
  cluster         = var.ecs_cluster_name
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.desired_count

  # The old task lets go of its volume before the new one takes it; replicas go one at a time.
  deployment_minimum_healthy_percent = local.replicated ? floor(100 * (var.desired_count - 1) / var.desired_count) : 0
  deployment_maximum_percent         = 100
  enable_ecs_managed_tags            = true
  enable_execute_command             = false
  propagate_tags                     = "SERVICE"
  # ECS refuses it together with a maximum of 100 %.
  availability_zone_rebalancing = "DISABLED"

  capacity_provider_strategy {
    capacity_provider = var.capacity_provider
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

  # The volume has the same path on every instance: one replica each.
  dynamic "placement_constraints" {
    for_each = local.replicated ? ["distinctInstance"] : []
    content {
      type = placement_constraints.value
    }
  }

  service_connect_configuration {
    enabled   = true
    namespace = var.service_connect_namespace

    dynamic "service" {
      for_each = local.connected
      content {
        port_name      = service.key
        discovery_name = service.value == local.http_port ? "loki" : "loki-${service.key}"
        client_alias {
          dns_name = "loki"
          port     = service.value
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.unnamed_ports) == 0
      error_message = "${local.name}: the container loki maps no named port ${join(", ", local.unnamed_ports)}, so Service Connect can't offer it."
    }
  }

  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.task,
    aws_iam_role_policy_attachment.execution,
    aws_s3_bucket_policy.this,
  ]
}
