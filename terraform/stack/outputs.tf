output "task_definitions" {
  description = "Registered revisions: service, then variant, to ARN."
  value       = { for name, each in module.service : name => each.task_definitions }
}

output "target_task_definitions" {
  description = "The revision that each service has to run in this phase: service to ARN. Input of the rollout."
  value       = { for name, each in module.service : name => each.target_task_definition }
}

output "ecs_services" {
  description = "Name of the ECS service of each service."
  value       = { for name, each in module.service : name => each.ecs_service_name }
}

output "loki_url" {
  description = "Base URL of Loki inside the cluster; null while there is none."
  value       = one(module.loki[*].url)
}

output "loki_security_group_id" {
  description = "Security group of Loki's tasks, to admit at the mount targets of a write-ahead log on EFS; null while there is none."
  value       = one(module.loki[*].security_group_id)
}

output "alarms" {
  description = "Names of the CloudWatch alarms."
  value       = module.alarms.alarms
}
