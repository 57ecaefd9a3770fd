locals {
  boundary_name = "${var.project_name}-boundary"
  boundary_arn  = "${local.arn}:iam::${var.aws_account_id}:policy/${local.boundary_name}"
}

# The most that any role of the stack can do, whatever its own policies say. Nothing of IAM is in it, so a task can't widen itself.
resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  description = "The most that a role of ${var.project_name} can do"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "StartTasks"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer",
          "secretsmanager:GetSecretValue",
          "ssm:GetParameters",
        ]
        Resource = "*"
      },
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
        Sid      = "LokiVolume"
        Effect   = "Allow"
        Action   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
        Resource = "${local.arn}:elasticfilesystem:${local.regional}:file-system/*"
      },
      {
        # What ECS does for managed EBS volumes: AmazonECSInfrastructureRolePolicyForVolumes says on which.
        Sid    = "ManagedVolumes"
        Effect = "Allow"
        Action = [
          "ec2:AttachVolume",
          "ec2:CreateTags",
          "ec2:CreateVolume",
          "ec2:DeleteVolume",
          "ec2:DescribeAvailabilityZones",
          "ec2:DescribeInstances",
          "ec2:DescribeVolumes",
          "ec2:DetachVolume",
        ]
        Resource = "*"
      },
    ], length(var.workload_actions) == 0 ? [] : [{ Sid = "Workload", Effect = "Allow", Action = sort(var.workload_actions), Resource = ["*"] }])
  })
}
