locals {
  ec2      = var.capacity == "ec2" ? 1 : 0
  provider = "${var.project_name}-graviton"

  ecs_arn                = "arn:${var.aws_partition}:ecs:${var.aws_region}:${var.aws_account_id}"
  instance_boundary_name = "${var.project_name}-instance-boundary"
}

resource "aws_service_discovery_http_namespace" "this" {
  name        = var.project_name
  description = "Service Connect of ${var.project_name}"
}

resource "aws_prometheus_workspace" "this" {
  alias = var.project_name
}

resource "aws_ecs_cluster" "this" {
  #checkov:skip=CKV_AWS_65:Container Insights is charged by metric; the alarms of modules/alarms need none of its metrics
  name = var.project_name

  setting {
    name  = "containerInsights"
    value = "disabled"
  }

  service_connect_defaults {
    namespace = aws_service_discovery_http_namespace.this.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = concat(aws_ecs_capacity_provider.ec2[*].name, ["FARGATE"])

  default_capacity_provider_strategy {
    capacity_provider = local.ec2 == 1 ? aws_ecs_capacity_provider.ec2[0].name : "FARGATE"
    weight            = 1
  }
}

data "aws_ssm_parameter" "ami" {
  count = local.ec2 == 1 && var.ami_id == null ? 1 : 0

  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"
}

resource "aws_iam_role" "instance" {
  count = local.ec2

  name        = "${var.project_name}-instance"
  description = "Instances of the cluster ${var.project_name}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = "arn:${var.aws_partition}:iam::${var.aws_account_id}:policy/${local.instance_boundary_name}"

  depends_on = [aws_iam_policy.instance_boundary]
}

# A task with the Docker socket can get on its host, and then has this role: what the host runs ECS's agent and Session Manager with, and nothing else:
# AmazonSSMManagedInstanceCore would also read every parameter of the account.
resource "aws_iam_policy" "instance_boundary" {
  #checkov:skip=CKV_AWS_290:It only bounds what AmazonSSMManagedInstanceCore allows on everything, and Session Manager works no other way
  #checkov:skip=CKV_AWS_355:It only bounds what AmazonSSMManagedInstanceCore allows on everything, and Session Manager works no other way
  count = local.ec2

  name        = local.instance_boundary_name
  description = "The most that an instance of the cluster ${var.project_name} can do"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "EcsAgent"
        Effect = "Allow"
        Action = [
          "ecs:DeregisterContainerInstance",
          "ecs:ListTagsForResource",
          "ecs:Poll",
          "ecs:RegisterContainerInstance",
          "ecs:StartTelemetrySession",
          "ecs:Submit*",
          "ecs:TagResource",
          "ecs:UpdateContainerInstancesState",
        ]
        Resource = [for resource in ["cluster/${var.project_name}", "container-instance/${var.project_name}/*"] : "${local.ecs_arn}:${resource}"]
      },
      {
        Sid    = "ImagesAndLogs"
        Effect = "Allow"
        Action = [
          "ec2:DescribeTags",
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer",
          "ecs:DiscoverPollEndpoint",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
        ]
        Resource = "*"
      },
      {
        Sid    = "SessionManager"
        Effect = "Allow"
        Action = [
          "ec2messages:*",
          "ssm:DescribeAssociation",
          "ssm:DescribeDocument",
          "ssm:GetDeployablePatchSnapshotForInstance",
          "ssm:GetDocument",
          "ssm:GetManifest",
          "ssm:ListAssociations",
          "ssm:ListInstanceAssociations",
          "ssm:PutComplianceItems",
          "ssm:PutInventory",
          "ssm:UpdateAssociationStatus",
          "ssm:UpdateInstanceAssociationStatus",
          "ssm:UpdateInstanceInformation",
          "ssmmessages:*",
        ]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "instance" {
  for_each = local.ec2 == 0 ? toset([]) : toset(["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"])

  role       = aws_iam_role.instance[0].name
  policy_arn = "arn:${var.aws_partition}:iam::aws:policy/${each.value}"
}

resource "aws_iam_instance_profile" "instance" {
  count = local.ec2

  name = "${var.project_name}-instance"
  role = aws_iam_role.instance[0].name
}

resource "aws_security_group" "instance" {
  count = local.ec2

  name        = "${var.project_name}-instances"
  description = "Instances of ${var.project_name}; tasks have groups of their own, and nothing comes in here"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.project_name}-instances" }
}

resource "aws_vpc_security_group_egress_rule" "instance" {
  count = local.ec2

  security_group_id = aws_security_group.instance[0].id
  description       = "Images, AWS APIs and shared volumes"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_launch_template" "instance" {
  count = local.ec2

  name                   = "${var.project_name}-instances"
  image_id               = coalesce(var.ami_id, try(nonsensitive(data.aws_ssm_parameter.ami[0].value), null))
  instance_type          = var.instance_type
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.instance[0].id]
  user_data = base64encode(<<-EOT
    #!/bin/bash
    cat >> /etc/ecs/ecs.config <<'CONFIG'
    ECS_CLUSTER=${var.project_name}
    ECS_CONTAINER_STOP_TIMEOUT=120s
    ECS_AWSVPC_BLOCK_IMDS=true
    CONFIG
  EOT
  )

  iam_instance_profile {
    arn = aws_iam_instance_profile.instance[0].arn
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      encrypted             = true
      delete_on_termination = true
      volume_size           = var.instance_gigabytes
      volume_type           = "gp3"
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "${var.project_name}-ecs", Project = var.project_name }
  }
}

resource "aws_autoscaling_group" "instance" {
  count = local.ec2

  name                  = local.provider
  min_size              = var.instances.least
  max_size              = var.instances.most
  vpc_zone_identifier   = [for zone in var.zones : aws_subnet.private[zone].id]
  protect_from_scale_in = true

  launch_template {
    id      = aws_launch_template.instance[0].id
    version = aws_launch_template.instance[0].latest_version
  }

  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }

  tag {
    key                 = "Name"
    value               = "${var.project_name}-ecs"
    propagate_at_launch = true
  }

  lifecycle {
    # ECS scales the group.
    ignore_changes = [desired_capacity]
  }

  depends_on = [aws_iam_role_policy_attachment.instance, aws_route.private]
}

resource "aws_ecs_capacity_provider" "ec2" {
  count = local.ec2

  name = local.provider

  auto_scaling_group_provider {
    auto_scaling_group_arn         = aws_autoscaling_group.instance[0].arn
    managed_termination_protection = "ENABLED"
    managed_draining               = "ENABLED"

    managed_scaling {
      status          = "ENABLED"
      target_capacity = 100
    }
  }
}
