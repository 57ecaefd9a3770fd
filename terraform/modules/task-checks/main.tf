locals {
  # Of a whole task definition; ECS counts bytes, and base64 turns three of them into four characters.
  limit_bytes = 65536
  bytes       = length(base64encode(var.container_definitions)) / 4 * 3

  log_drivers = var.launch_type == "FARGATE" ? ["awsfirelens", "awslogs", "splunk"] : [
    "awsfirelens", "awslogs", "fluentd", "gelf", "journald", "json-file", "splunk", "syslog",
  ]

  decoded = try(jsondecode(var.container_definitions), null)

  # Every container with the same attributes, so that each rule below is one line.
  containers = !can(local.decoded[0]) ? [] : [for each in local.decoded : {
    name         = try(tostring(each.name), "")
    essential    = try(tobool(each.essential), true)
    cpu          = try(tonumber(each.cpu), 0)
    memory       = try(tonumber(each.memory), 0)
    reserved     = try(tonumber(each.memoryReservation), tonumber(each.memory), 0)
    log_driver   = try(tostring(each.logConfiguration.logDriver), "json-file")
    log_group    = try(tostring(each.logConfiguration.options["awslogs-group"]), "")
    dependencies = try([for dependency in each.dependsOn : { name = dependency.containerName, condition = dependency.condition }], [])
    health_check = can(each.healthCheck.command[0])
    volumes      = try([for mount in each.mountPoints : mount.sourceVolume], [])
    port_names   = flatten([for port in try(each.portMappings, []) : try([tostring(port.name)], [])])
    moved_ports  = flatten([for port in try(each.portMappings, []) : try(port.hostPort, 0) == 0 || try(port.hostPort == port.containerPort, true) ? [] : [port.containerPort]])
    region       = try(tostring(each.logConfiguration.options["awslogs-region"]), "")
  }]

  # CPU units to the memory that Fargate offers with them, in MiB: smallest, largest, step. Source: task_size in ECS's developer guide.
  fargate_sizes = {
    "256"   = { least = 512, most = 2048, step = 512 }
    "512"   = { least = 1024, most = 4096, step = 1024 }
    "1024"  = { least = 2048, most = 8192, step = 1024 }
    "2048"  = { least = 4096, most = 16384, step = 1024 }
    "4096"  = { least = 8192, most = 30720, step = 1024 }
    "8192"  = { least = 16384, most = 61440, step = 4096 }
    "16384" = { least = 32768, most = 122880, step = 8192 }
  }
  fargate_size = lookup(local.fargate_sizes, tostring(var.cpu), { least = 1, most = 0, step = 1 })
  # 1.5 GiB is no size of a quarter vCPU.
  fits_fargate = var.memory >= local.fargate_size.least && var.memory <= local.fargate_size.most && var.memory % local.fargate_size.step == 0 && !(var.cpu == 256 && var.memory == 1536)

  by_name = { for each in local.containers : each.name => each... }
  ports   = flatten(local.containers[*].port_names)
  edges   = flatten([for each in local.containers : [for to in each.dependencies : { from = each.name, to = to.name, condition = to.condition }]])

  cpu    = sum(concat([0], local.containers[*].cpu))
  memory = sum(concat([0], local.containers[*].reserved))

  problems = concat(
    length(local.containers) == 0 ? ["container_definitions is not a JSON list with at least one container"] : [],
    local.bytes >= local.limit_bytes ? ["container definitions of ${local.bytes} bytes: ECS takes less than ${local.limit_bytes}"] : [],
    [for name, same in local.by_name : "${length(same)} containers are called \"${name}\"" if length(same) > 1],
    length(local.containers) > 0 && !anytrue(local.containers[*].essential) ? ["no container is essential"] : [],
    local.cpu > var.cpu ? ["containers ask for ${local.cpu} CPU units, the task has ${var.cpu}"] : [],
    local.memory > var.memory ? ["containers reserve ${local.memory} MiB, the task has ${var.memory}"] : [],
    [for each in local.containers : "${each.name}: memory ${each.memory} MiB is above the task's ${var.memory}" if each.memory > var.memory],
    [for each in local.containers : "${each.name}: log driver \"${each.log_driver}\" is none of ${join(", ", local.log_drivers)}"
    if !contains(local.log_drivers, each.log_driver)],
    [for each in local.containers : "${each.name}: log group \"${each.log_group}\" isn't the task's ${var.log_group}"
    if each.log_driver == "awslogs" && each.log_group != var.log_group],
    [for edge in local.edges : "${edge.from}: depends on \"${edge.to}\", which doesn't exist" if !contains(keys(local.by_name), edge.to)],
    [for edge in local.edges : "${edge.from}: depends on ${edge.to}, which waits for ${edge.from}"
    if anytrue([for other in local.edges : other.from == edge.to && other.to == edge.from])],
    [for edge in local.edges : "${edge.from}: waits for \"${edge.condition}\" of ${edge.to}, which is none of START, COMPLETE, SUCCESS, HEALTHY"
    if !contains(["START", "COMPLETE", "SUCCESS", "HEALTHY"], edge.condition)],
    [for edge in local.edges : "${edge.from}: waits for ${edge.to} to be HEALTHY, but that has no health check"
    if edge.condition == "HEALTHY" && !try(local.by_name[edge.to][0].health_check, true)],
    [for edge in local.edges : "${edge.from}: waits for ${edge.to} to end, but that is essential"
    if contains(["COMPLETE", "SUCCESS"], edge.condition) && try(local.by_name[edge.to][0].essential, false)],
    [for pair in flatten([for each in local.containers : [for volume in each.volumes : "${each.name}: mounts \"${volume}\", which isn't declared"
    if !contains(keys(var.volumes), volume)]]) : pair],
    [for name in distinct(local.ports) : "two ports are called \"${name}\"" if length([for other in local.ports : other if other == name]) > 1],
    flatten([for each in local.containers : [for port in each.moved_ports : "${each.name}: port ${port} has another host port, which awsvpc doesn't allow"]]),
    [for each in local.containers : "${each.name}: log driver awslogs has no awslogs-region" if each.log_driver == "awslogs" && each.region == ""],
    var.launch_type == "FARGATE" && !local.fits_fargate ? ["Fargate offers no task of ${var.cpu} CPU units with ${var.memory} MiB"] : [],
    [for name, path in var.volumes : "volume ${name}: Fargate has no host to mount ${path} from" if path != "" && var.launch_type == "FARGATE"],
  )
}
