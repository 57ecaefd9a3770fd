output "ecs_service_name" {
  description = "Name of Grafana's ECS service; null in mode existing."
  value       = one(aws_ecs_service.this[*].name)
}

output "security_group_id" {
  description = "Security group of Grafana's task; null in mode existing."
  value       = one(aws_security_group.this[*].id)
}
