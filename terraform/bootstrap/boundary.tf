locals {
  boundary_name = "${var.project_name}-boundary"
  boundary_arn  = "${local.iam}:policy/${local.boundary_name}"

  # The slash keeps out what belongs to a project whose name starts with this one's.
  secrets    = concat(["${local.arn}:secretsmanager:${local.regional}:secret:${var.project_name}/*"], sort(var.secrets))
  parameters = concat(["${local.arn}:ssm:${local.regional}:parameter/${var.project_name}/*"], sort(var.parameters))

  # ECS tags each volume that it makes with the task that it made it for, and a task's ARN names its cluster.
  volumes = "${local.arn}:ec2:${local.regional}:volume/*"
  tasks   = "${local.arn}:ecs:${local.regional}:task/${var.project_name}/*"

  security_groups      = "${local.arn}:ec2:${local.regional}:security-group/*"
  security_group_rules = "${local.arn}:ec2:${local.regional}:security-group-rule/*"
}

# The most that any role of the stack can do, whatever its own policies say. Nothing of IAM is in it, so a task can't widen itself.
resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  description = "The most that a role of ${var.project_name} can do"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "PullImages"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer",
        ]
        Resource = "*"
      },
      { Sid = "Secrets", Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = local.secrets },
      { Sid = "Parameters", Effect = "Allow", Action = ["ssm:GetParameters"], Resource = local.parameters },
      # Whatever workload_actions says.
      { Sid = "NotTheState", Effect = "Deny", Action = ["s3:*"], Resource = [local.state_arn, "${local.state_arn}/*"] },
      { Sid = "OwnLogs", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = local.log_groups },
      {
        Sid    = "Exec"
        Effect = "Allow"
        Action = [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ]
        Resource = "*"
      },
      {
        Sid      = "Metrics"
        Effect   = "Allow"
        Action   = ["aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics", "aps:RemoteWrite"]
        Resource = local.workspace
      },
      { Sid = "Dashboards", Effect = "Allow", Action = ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], Resource = "*" },
      { Sid = "LokiBucket", Effect = "Allow", Action = ["s3:ListBucket"], Resource = local.loki_arn },
      { Sid = "LokiObjects", Effect = "Allow", Action = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resource = "${local.loki_arn}/*" },
      {
        Sid      = "NewVolumes"
        Effect   = "Allow"
        Action   = ["ec2:CreateVolume"]
        Resource = local.volumes
        Condition = {
          ArnLike      = { "aws:RequestTag/AmazonECSCreated" = local.tasks }
          StringEquals = { "aws:RequestTag/AmazonECSManaged" = "true" }
        }
      },
      {
        Sid      = "TagNewVolumes"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags"]
        Resource = local.volumes
        Condition = {
          ArnLike      = { "aws:RequestTag/AmazonECSCreated" = local.tasks }
          StringEquals = { "aws:RequestTag/AmazonECSManaged" = "true", "ec2:CreateAction" = "CreateVolume" }
        }
      },
      {
        Sid      = "VolumesOfOwnTasks"
        Effect   = "Allow"
        Action   = ["ec2:AttachVolume", "ec2:DeleteVolume", "ec2:DetachVolume"]
        Resource = local.volumes
        Condition = {
          ArnLike      = { "aws:ResourceTag/AmazonECSCreated" = local.tasks }
          StringEquals = { "aws:ResourceTag/AmazonECSManaged" = "true" }
        }
      },
      # Both calls ask for volume and instance; on EC2 the instance is whichever runs the task.
      { Sid = "HostsOfVolumes", Effect = "Allow", Action = ["ec2:AttachVolume", "ec2:DetachVolume"], Resource = "${local.arn}:ec2:${local.regional}:instance/*" },
      { Sid = "FindVolumes", Effect = "Allow", Action = ["ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeVolumes"], Resource = "*" },
      ], var.loki_file_system_id == null ? [] : [{
        Sid      = "LokiVolume"
        Effect   = "Allow"
        Action   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
        Resource = "${local.arn}:elasticfilesystem:${local.regional}:file-system/${var.loki_file_system_id}"
    }], length(var.workload_actions) == 0 ? [] : [{ Sid = "Workload", Effect = "Allow", Action = sort(var.workload_actions), Resource = ["*"] }])
  })
}
