output "vpc_id" {
  description = "VPC of the tasks."
  value       = aws_vpc.this.id
}

output "subnet_ids" {
  description = "Private subnets of the tasks, one a zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "s3_vpc_endpoint_id" {
  description = "Gateway endpoint for S3."
  value       = aws_vpc_endpoint.s3.id
}

output "ecs_cluster_name" {
  description = "Name of the ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "capacity_provider" {
  description = "Capacity provider of the EC2 instances; FARGATE without them."
  value       = local.ec2 == 1 ? aws_ecs_capacity_provider.ec2[0].name : "FARGATE"
}

output "service_connect_namespace" {
  description = "Cloud Map HTTP namespace of Service Connect."
  value       = aws_service_discovery_http_namespace.this.name
}

output "prometheus_workspace_id" {
  description = "Amazon Managed Prometheus workspace."
  value       = aws_prometheus_workspace.this.id
}

output "desired_state" {
  description = "What environments/<name>/environment.yaml says of all this, ready to be pasted."
  value = yamlencode({
    aws      = { accountId = var.aws_account_id, region = var.aws_region, partition = var.aws_partition }
    cluster  = aws_ecs_cluster.this.name
    capacity = { provider = local.ec2 == 1 ? aws_ecs_capacity_provider.ec2[0].name : "FARGATE" }
    metrics  = { workspaceId = aws_prometheus_workspace.this.id }
    network = {
      namespace       = aws_service_discovery_http_namespace.this.name
      s3VpcEndpointId = aws_vpc_endpoint.s3.id
      subnetIds       = [for zone in var.zones : aws_subnet.private[zone].id]
      vpcId           = aws_vpc.this.id
    }
  })
}
