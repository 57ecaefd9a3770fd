variable "mode" {
  description = "service: a Grafana of its own on ECS, provisioned from `files`. existing: one that runs already gets access to Loki and the metrics."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["service", "existing"], var.mode)
    error_message = "mode is service or existing."
  }
}

variable "project_name" {
  description = "Name of the cluster; prefix of everything that is created."
  type        = string
  nullable    = false
}

variable "aws" {
  description = "Account, partition and region of the environment."
  type        = object({ account_id = string, partition = string, region = string })
  nullable    = false
}

variable "loki_security_group_id" {
  description = "Security group of Loki's tasks, which lets Grafana in."
  type        = string
  nullable    = false
}

variable "loki_port" {
  description = "HTTP port of Loki."
  type        = number
  default     = 3100
  nullable    = false
}

variable "prometheus_workspace_arn" {
  description = "Amazon Managed Prometheus workspace that Grafana may query."
  type        = string
  nullable    = false
}

variable "existing_role_name" {
  description = "Mode existing: name of the role that Grafana runs with."
  type        = string
  default     = null
}

variable "existing_security_group_ids" {
  description = "Mode existing: Grafana's security groups, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ecs_cluster_name" {
  description = "Name of the ECS cluster."
  type        = string
  nullable    = false
}

variable "capacity_provider" {
  description = "Capacity provider that places tasks of launch type EC2."
  type        = string
  nullable    = false
}

variable "launch_type" {
  description = "EC2 (the capacity provider) or FARGATE."
  type        = string
  default     = "EC2"
  nullable    = false

  validation {
    condition     = contains(["EC2", "FARGATE"], var.launch_type)
    error_message = "launch_type is EC2 or FARGATE."
  }
}

variable "service_connect_namespace" {
  description = "Cloud Map HTTP namespace in which Grafana finds `loki`."
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

variable "client_security_group_ids" {
  description = "Mode service: security groups that may reach port 3000, by a name of your choice, such as that of a load balancer."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "image" {
  description = "Mode service: Grafana image, with an exact version."
  type        = string
  default     = null

  validation {
    condition     = var.mode != "service" || (can(regex("(:[^:/]+|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(coalesce(var.image, ":latest"), ":latest"))
    error_message = "mode service needs an image with an exact version."
  }
}

variable "files_image" {
  description = "Mode service: image with bash, base64 and gunzip that unpacks the files; Alloy's is one that the instances have anyway."
  type        = string
  nullable    = false
}

variable "files" {
  description = "Mode service: rendered files below grafana/provisioning/, path to content, such as datasources/datasources.yaml."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "environment" {
  description = "Mode service: further GF_… variables, such as a root URL or single sign-on."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "admin_password_secret_arn" {
  description = "Mode service: ARN of the Secrets Manager secret with the administrator's password, with `:json-key::` behind it where it is one of several."
  type        = string
  default     = null
}

variable "cpu" {
  description = "CPU units of the task (1024 are one vCPU)."
  type        = number
  default     = 256
  nullable    = false
}

variable "memory" {
  description = "Memory of the task in MiB."
  type        = number
  default     = 512
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that CloudWatch keeps Grafana's own log."
  type        = number
  default     = 7
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the roles of the module; null: none."
  type        = string
  default     = null
}
