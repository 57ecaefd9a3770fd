variable "container_definitions" {
  description = "Container definitions of one task definition, as the JSON string that ECS takes."
  type        = string
  nullable    = false
}

variable "cpu" {
  description = "CPU units of the task (1024 are one vCPU)."
  type        = number
  nullable    = false
}

variable "memory" {
  description = "Memory of the task in MiB."
  type        = number
  nullable    = false
}

variable "launch_type" {
  description = "EC2 or FARGATE: what the task definition has to be compatible with."
  type        = string
  nullable    = false
}

variable "volumes" {
  description = "Volumes that the task definition declares: name to host path, an empty path for a volume that lives as long as the task."
  type        = map(string)
  nullable    = false
}

variable "log_group" {
  description = "The CloudWatch log group that exists for the task. A container that writes to another one can't start."
  type        = string
  nullable    = false
}
