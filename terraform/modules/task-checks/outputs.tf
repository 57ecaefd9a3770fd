output "problems" {
  description = "What ECS would refuse or fail on, one sentence each; empty when the task definition can be registered and started."
  value       = local.problems
}
