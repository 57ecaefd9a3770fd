variable "name" {
  description = "Key of the service in the desired state, such as worker."
  type        = string
  nullable    = false
}

variable "service" {
  description = "The service as rendered: sizes, ports, Service Connect names and its task definition variants."
  type = object({
    container              = string
    family                 = string
    cpu                    = number
    memory                 = number
    desired_count          = number
    enable_execute_command = bool
    launch_type            = string
    ports                  = map(number)
    service_connect        = list(object({ port_name = string, dns_name = string, port = number }))
    log_group              = string
    variants               = map(object({ container_definitions = string, volumes = map(string) }))
    target_variant         = string
  })
  nullable = false
}

variable "aws" {
  description = "Account and partition of the environment."
  type        = object({ account_id = string, partition = string })
  nullable    = false
}

variable "ecs_cluster_name" {
  description = "Name of the ECS cluster."
  type        = string
  nullable    = false
}

variable "capacity_provider" {
  description = "Capacity provider that places the tasks."
  type        = string
  nullable    = false
}

variable "service_connect_namespace" {
  description = "Cloud Map HTTP namespace in which the cluster's services find each other."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the tasks."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
  nullable    = false
}

variable "tasks_security_group_id" {
  description = "Security group that every task of the cluster carries; the only source that may reach the service."
  type        = string
  nullable    = false
}

variable "prometheus_workspace_arn" {
  description = "Amazon Managed Prometheus workspace that the sidecar may write to."
  type        = string
  nullable    = false
}

variable "roles" {
  description = "Where the roles of the module lie in IAM, such as /demo/, and the policy that bounds them, null: none. IAM can't move a role, so those of `at_root` stay at /."
  type = object({
    path         = optional(string, "/")
    at_root      = optional(set(string), [])
    boundary_arn = optional(string)
  })
  default  = {}
  nullable = false
}
