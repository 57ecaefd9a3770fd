variable "project_name" {
  description = "Name of the cluster, the namespace and the Prometheus workspace; prefix of everything else."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.project_name))
    error_message = "project_name has lower-case letters, digits and hyphens, at most 40."
  }
}

variable "aws_region" {
  description = "Region of the environment."
  type        = string
  nullable    = false
}

variable "aws_account_id" {
  description = "The only account that this may be applied to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id has 12 digits."
  }
}

variable "aws_partition" {
  description = "aws, aws-cn or aws-us-gov."
  type        = string
  default     = "aws"
  nullable    = false

  validation {
    condition     = contains(["aws", "aws-cn", "aws-us-gov"], var.aws_partition)
    error_message = "aws_partition is aws, aws-cn or aws-us-gov."
  }
}

variable "vpc_cidr" {
  description = "Address range of the VPC; each zone gets a sixteenth for tasks and a 256th for the gateway."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && try(tonumber(split("/", var.vpc_cidr)[1]), 99) >= 16 && try(tonumber(split("/", var.vpc_cidr)[1]), 99) <= 20
    error_message = "vpc_cidr is an IPv4 range between /16 and /20."
  }
}

variable "zones" {
  description = "Availability zones, such as eu-west-1a. Three are needed for a replicated Loki that survives one."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 6 && length(distinct(var.zones)) == length(var.zones)
    error_message = "zones are two to six different ones."
  }
}

variable "nat" {
  description = "Way out of the private subnets: none (then every image comes from ECR, through endpoints), single (one zone's failure takes it), zonal (one each)."
  type        = string
  default     = "single"
  nullable    = false

  validation {
    condition     = contains(["none", "single", "zonal"], var.nat)
    error_message = "nat is none, single or zonal."
  }

  validation {
    condition     = var.nat != "none" || length(setsubtract(["ecr.api", "ecr.dkr", "logs", "aps-workspaces"], var.interface_endpoints)) == 0
    error_message = "Without a NAT gateway tasks need at least the interface endpoints ecr.api, ecr.dkr, logs and aps-workspaces (EC2 instances also ecs, ecs-agent and ecs-telemetry)."
  }

  validation {
    condition     = var.nat != "none" || var.capacity != "ec2" || length(setsubtract(["ecs", "ecs-agent", "ecs-telemetry"], var.interface_endpoints)) == 0
    error_message = "Without a NAT gateway EC2 instances need the interface endpoints ecs, ecs-agent and ecs-telemetry to join the cluster."
  }
}

variable "interface_endpoints" {
  description = "AWS services reached through interface endpoints, each paid by the hour and zone. The gateway endpoint for S3 costs nothing and is always there."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.interface_endpoints : can(regex("^[a-z0-9.-]+$", name))])
    error_message = "interface_endpoints are the last parts of service names, such as ecr.api."
  }
}

variable "capacity" {
  description = "ec2: Graviton instances behind a capacity provider, which the Alloy sidecars need. fargate: none of our own; then only Loki and Grafana can run."
  type        = string
  default     = "ec2"
  nullable    = false

  validation {
    condition     = contains(["ec2", "fargate"], var.capacity)
    error_message = "capacity is ec2 or fargate."
  }
}

variable "instance_type" {
  description = "Graviton instance type."
  type        = string
  default     = "m7g.xlarge"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+[0-9]+g[a-z]*\\.[a-z0-9]+$", var.instance_type))
    error_message = "instance_type is a Graviton type such as m7g.xlarge: task definitions are registered for ARM64."
  }
}

variable "instances" {
  description = "Smallest and largest number of instances; ECS scales between them."
  type        = object({ least = number, most = number })
  default     = { least = 2, most = 8 }
  nullable    = false

  validation {
    condition     = var.instances.least >= 0 && var.instances.most >= var.instances.least && var.instances.most > 0
    error_message = "instances.most is above 0 and not below instances.least."
  }
}

variable "instance_gigabytes" {
  description = "Root volume of an instance in GiB: images, Docker's log files for the outage budget, and Loki's write-ahead log with storage `host`."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.instance_gigabytes >= 30
    error_message = "instance_gigabytes is at least 30, the size of the ECS image."
  }
}

variable "ami_id" {
  description = "ECS-optimized ARM64 image; null: Amazon's recommended one for Amazon Linux 2023, looked up at every plan."
  type        = string
  default     = null
}
