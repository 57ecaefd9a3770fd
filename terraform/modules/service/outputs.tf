output "ecs_service_name" {
  description = "Name of the ECS service."
  value       = aws_ecs_service.this.name
}

output "task_definitions" {
  description = "ARN of the registered revision of each variant."
  value       = { for variant, definition in aws_ecs_task_definition.variant : variant => definition.arn }
}

output "target_task_definition" {
  description = "ARN of the revision that the phase asks for; the rollout engine moves the service to it."
  value       = aws_ecs_task_definition.variant[var.service.target_variant].arn
}
