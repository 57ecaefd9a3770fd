locals {
  name       = var.loki.name
  replicated = var.loki.topology == "replicated"
  fargate    = var.loki.launch_type == "FARGATE"

  http_port       = 3100
  grpc_port       = 9095
  memberlist_port = 7946
  nfs_port        = 2049

  # Days between the end of retention and the bucket's own expiry: the compactor needs a while, and comes first.
  expiry_grace_days = 2
  expiration_days   = coalesce(var.loki.chunk_expiration_days, var.loki.retention_days + local.expiry_grace_days)

  containers = try([for each in jsondecode(var.loki.container_definitions) : each], [])
  loki       = try([for each in local.containers : each if each.name == "loki"][0], null)
  mounts     = try([for each in local.loki.mountPoints : { volume = each.sourceVolume, read_only = try(each.readOnly, false) }], [])
  declared   = distinct(flatten([for each in local.containers : try([for mount in each.mountPoints : mount.sourceVolume], [])]))
  # The volume that Loki writes to lies where wal.storage says; what it only reads, its configuration, is made anew by each task.
  host_path    = "/var/lib/loki"
  written      = distinct([for each in local.mounts : each.volume if !each.read_only])
  data_volumes = var.loki.wal.storage == "ephemeral" ? [] : local.written

  # Clients reach the gateway's port, replicas Loki's own.
  named_ports    = { for port in flatten([for each in local.containers : try(each.portMappings, [])]) : tostring(port.containerPort) => port.name... if can(port.name) }
  port_names     = { for port, names in local.named_ports : port => names[0] }
  own_ports      = [for port in try(local.loki.portMappings, []) : port.containerPort]
  http_address   = try(local.config.server.http_listen_address, "every address")
  wanted_ports   = local.replicated ? [local.http_port, local.memberlist_port] : [local.http_port]
  unnamed_ports  = [for port in local.wanted_ports : port if !contains(keys(local.port_names), tostring(port))]
  connected      = { for port in local.wanted_ports : local.port_names[tostring(port)] => port if !contains(local.unnamed_ports, port) }
  config         = try(yamldecode(flatten([for each in local.containers : try([for entry in each.environment : entry.value if entry.name == "LOKI_CONFIG"], [])])[0]), null)
  ring           = try(local.config.common.ring.kvstore.store, "inmemory")
  retention      = try(regex("^([0-9]+)([hd])$", local.config.limits_config.retention_period), null)
  retention_days = try(tonumber(local.retention[0]) / (local.retention[1] == "h" ? 24 : 1), null)
  bucket_names   = try(local.config.common.storage.s3.bucketnames, null)

  # ECS replaces the next replica once the one before is healthy, and takes Loki's readiness for it: the pause is kept in there.
  ready_after = try(regex("^(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?$", local.config.ingester.lifecycler.min_ready_duration), [])
  ready_after_seconds = sum(concat([0], [
    for index, seconds in [3600, 60, 1] : coalesce(try(tonumber(local.ready_after[index]), 0), 0) * seconds
  ]))
  health   = try(local.loki.healthCheck, {})
  patience = try(local.health.startPeriod, 0) + try(local.health.interval, 30) * try(local.health.retries, 3)

  # Passwords of the gateway's users. What follows a secret's ARN names a key and a version in it.
  secrets = sort(distinct([
    for arn in flatten([for each in local.containers : try([for secret in each.secrets : secret.valueFrom], [])]) : join(":", slice(split(":", arn), 0, 7))
  ]))

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

  container_definitions = var.loki.container_definitions
  cpu                   = var.loki.cpu
  memory                = var.loki.memory
  launch_type           = var.loki.launch_type
  volumes               = { for name in local.declared : name => var.loki.wal.storage == "host" && contains(local.data_volumes, name) ? local.host_path : "" }
  log_group             = var.loki.log_group
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_66:Bootstrap sets it: shortening a retention deletes logs
  #checkov:skip=CKV_AWS_338:Bootstrap sets it: shortening a retention deletes logs
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts at rest; a KMS key would have to outlive the groups, which are never deleted
  name         = var.loki.log_group
  skip_destroy = true

  lifecycle {
    # Bootstrap sets the retention; until then, a new group keeps its logs for ever. The role that applies this may not set it.
    # A group that was there before keeps the rest too.
    ignore_changes = [retention_in_days, kms_key_id, tags, tags_all]
  }
}

resource "aws_iam_role" "task" {
  name               = "${local.name}-task"
  description        = "What Loki may do"
  assume_role_policy = local.assume_role_policy

  path                 = contains(var.roles.at_root, "${local.name}-task") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role_policy" "task" {
  name = "task"
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid      = "List"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = local.bucket_arn
      },
      {
        Sid      = "ChunksAndIndex"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = "${local.bucket_arn}/*"
      },
      {
        Sid      = "RemoteWrite"
        Effect   = "Allow"
        Action   = ["aps:RemoteWrite"]
        Resource = var.prometheus_workspace_arn
      },
      ], var.loki.wal.storage != "efs" ? [] : [{
        Sid      = "Volume"
        Effect   = "Allow"
        Action   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
        Resource = "arn:${var.aws.partition}:elasticfilesystem:${var.aws.region}:${var.aws.account_id}:file-system/${var.loki.wal.efs.file_system_id}"
        Condition = {
          StringEquals = {
            "elasticfilesystem:AccessPointArn" = "arn:${var.aws.partition}:elasticfilesystem:${var.aws.region}:${var.aws.account_id}:access-point/${var.loki.wal.efs.access_point_id}"
          }
        }
    }])
  })
}

resource "aws_iam_role" "execution" {
  name               = "${local.name}-execution"
  description        = "What ECS may do to start Loki"
  assume_role_policy = local.assume_role_policy

  path                 = contains(var.roles.at_root, "${local.name}-execution") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "secrets" {
  count = length(local.secrets) > 0 ? 1 : 0

  name = "secrets"
  role = aws_iam_role.execution.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = local.secrets }]
  })
}

resource "aws_iam_role" "volume" {
  count = var.loki.wal.storage == "ebs" ? 1 : 0

  name        = "${local.name}-volume"
  description = "What ECS may do to give a Loki task its EBS volume"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.aws.account_id } }
    }]
  })

  path                 = contains(var.roles.at_root, "${local.name}-volume") ? "/" : var.roles.path
  permissions_boundary = var.roles.boundary_arn
}

resource "aws_iam_role_policy_attachment" "volume" {
  count = length(aws_iam_role.volume)

  role       = aws_iam_role.volume[0].name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes"
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.name
  cpu                      = var.loki.cpu
  memory                   = var.loki.memory
  network_mode             = "awsvpc"
  requires_compatibilities = [var.loki.launch_type]
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions    = var.loki.container_definitions
  skip_destroy             = true
  track_latest             = false

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  dynamic "volume" {
    for_each = toset(local.declared)
    content {
      name                = volume.value
      host_path           = var.loki.wal.storage == "host" && contains(local.data_volumes, volume.value) ? local.host_path : null
      configure_at_launch = var.loki.wal.storage == "ebs" && contains(local.data_volumes, volume.value) ? true : null

      dynamic "efs_volume_configuration" {
        for_each = var.loki.wal.storage == "efs" && contains(local.data_volumes, volume.value) ? [var.loki.wal.efs] : []
        content {
          file_system_id     = efs_volume_configuration.value.file_system_id
          transit_encryption = "ENABLED"
          authorization_config {
            access_point_id = efs_volume_configuration.value.access_point_id
            iam             = "ENABLED"
          }
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(module.checks.problems) == 0
      error_message = "${local.name} can't be registered:\n- ${join("\n- ", module.checks.problems)}"
    }
    precondition {
      condition     = try(local.loki.image, null) == var.loki.image
      error_message = "${local.name}: the container loki runs ${coalesce(try(local.loki.image, null), "no image")}, not ${var.loki.image}."
    }
    precondition {
      condition     = local.http_address == "127.0.0.1" && !contains(local.own_ports, local.http_port)
      error_message = "${local.name}: Loki listens on ${local.http_address} (server.http_listen_address in LOKI_CONFIG) and the container loki maps the ports ${join(", ", local.own_ports)}. It has to listen on 127.0.0.1 and leave port ${local.http_port} to the gateway: whoever reaches Loki itself can stop it, delete lines and push as any service."
    }
    precondition {
      condition     = var.loki.wal.storage == "ephemeral" || length(local.data_volumes) == 1
      error_message = "${local.name}: the container loki has to mount exactly one volume that it may write to, for the write-ahead log; it mounts ${length(local.data_volumes)}."
    }
    precondition {
      condition     = !local.replicated || local.ready_after_seconds >= var.loki.replacement_pause_seconds
      error_message = "${local.name}: replicas are ready ${local.ready_after_seconds} s after their start (ingester.lifecycler.min_ready_duration in LOKI_CONFIG), and ECS then replaces the next: replacement_pause_seconds asks for ${var.loki.replacement_pause_seconds}."
    }
    precondition {
      condition     = !local.replicated || var.loki.replacement_pause_seconds == 0 || local.patience > var.loki.replacement_pause_seconds
      error_message = "${local.name}: the container loki is given up ${local.patience} s after its start, before the pause of ${var.loki.replacement_pause_seconds} s ends. Its health check needs a longer startPeriod or more retries."
    }
    precondition {
      condition     = local.bucket_names == var.loki.bucket_name
      error_message = "${local.name}: LOKI_CONFIG stores into ${coalesce(local.bucket_names, "no bucket")}, not ${var.loki.bucket_name}."
    }
    precondition {
      condition     = local.expiration_days >= var.loki.retention_days + local.expiry_grace_days
      error_message = "${local.name}: chunks may not expire before day ${var.loki.retention_days + local.expiry_grace_days} (retention and ${local.expiry_grace_days} days for the compactor), chunk_expiration_days is ${local.expiration_days}."
    }
    precondition {
      # Fails on a configuration without a period too: the bucket would delete what Loki still means to keep.
      condition     = local.retention_days == var.loki.retention_days
      error_message = "${local.name}: LOKI_CONFIG keeps logs for ${coalesce(local.retention_days, "an unreadable number of")} days, retention_days says ${var.loki.retention_days}: the bucket would expire chunks that Loki still needs, or keep them too long."
    }
    precondition {
      condition     = coalesce(var.bucket_chunk_days, local.expiration_days) >= local.expiration_days
      error_message = "${local.name}: the bucket ${var.loki.bucket_name} expires chunks after ${coalesce(var.bucket_chunk_days, 0)} days, Loki needs them for ${local.expiration_days}. Only an administrator changes the bucket: run adopt bootstrap with this desired state first."
    }
    precondition {
      condition     = var.loki.desired_count == 1 || local.ring == "memberlist"
      error_message = "${local.name}: ${var.loki.desired_count} tasks with the ring ${local.ring} of LOKI_CONFIG would each keep a ring of their own. Several need a memberlist ring."
    }
  }
}

resource "aws_ecs_service" "this" {
  name            = local.name
  cluster         = var.ecs_cluster_name
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.loki.desired_count

  # The old task lets go of its volume before the new one takes it; replicas go one at a time.
  deployment_minimum_healthy_percent = local.replicated ? floor(100 * (var.loki.desired_count - 1) / var.loki.desired_count) : 0
  deployment_maximum_percent         = 100
  enable_ecs_managed_tags            = true
  enable_execute_command             = false
  propagate_tags                     = "SERVICE"
  # Without it the provider replaces the service for another capacity provider. ECS starts a deployment at each update of the service.
  force_new_deployment = true
  # ECS refuses it together with a maximum of 100 %.
  availability_zone_rebalancing = "DISABLED"

  capacity_provider_strategy {
    capacity_provider = local.fargate ? "FARGATE" : var.capacity_provider
    weight            = 1
  }

  # Attached to each task when it starts, deleted with it.
  dynamic "volume_configuration" {
    for_each = var.loki.wal.storage == "ebs" ? toset(local.data_volumes) : toset([])
    content {
      name = volume_configuration.value
      managed_ebs_volume {
        role_arn         = aws_iam_role.volume[0].arn
        encrypted        = true
        file_system_type = "ext4"
        size_in_gb       = var.loki.wal.ebs_gigabytes
        volume_type      = "gp3"
      }
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets = var.subnet_ids
    # Not the group of all tasks: Loki calls none of them.
    security_groups = [aws_security_group.this.id]
  }

  # The volume has the same path on every instance: one replica each.
  dynamic "placement_constraints" {
    for_each = local.replicated && !local.fargate ? ["distinctInstance"] : []
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
      error_message = "${local.name}: no container maps a named port ${join(", ", local.unnamed_ports)}, so Service Connect can't offer it."
    }
  }

  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.secrets,
    aws_iam_role_policy.task,
    aws_iam_role_policy_attachment.execution,
    aws_iam_role_policy_attachment.volume,
    aws_vpc_security_group_egress_rule.s3,
  ]
}
