output "url" {
  description = "Base URL of Loki for the tasks of the cluster."
  value       = "http://loki:${local.http_port}"
}

output "task_definition" {
  description = "ARN of the task definition that Loki runs."
  value       = aws_ecs_task_definition.this.arn
}
