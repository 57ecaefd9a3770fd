# The stack changes no role but its own, so a Grafana that was there before gets its permission here.
resource "aws_iam_role_policy" "grafana" {
  count = var.grafana_role_name == null ? 0 : 1

  name = "${var.project_name}-grafana-query"
  role = var.grafana_role_name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "QueryMetrics"
        Effect   = "Allow"
        Action   = ["aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics"]
        Resource = local.workspace
      },
      # Metrics of AWS have no ARN to name.
      { Sid = "QueryCloudWatch", Effect = "Allow", Action = ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], Resource = "*" },
    ]
  })
}
