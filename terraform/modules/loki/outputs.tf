output "url" {
  description = "Base URL of Loki for the tasks of the cluster."
  value       = "http://loki:${local.http_port}"
}

output "task_definition" {
  description = "ARN of the task definition that Loki runs."
  value       = aws_ecs_task_definition.this.arn
}

output "ecs_service_name" {
  description = "Name of Loki's ECS service."
  value       = aws_ecs_service.this.name
}

output "bucket" {
  description = "Name of the bucket for chunks and index."
  value       = var.loki.bucket_name
}

output "security_group_id" {
  description = "Security group of the tasks: what mount targets of `efs` storage admit, and where further clients are let in."
  value       = aws_security_group.this.id
}
