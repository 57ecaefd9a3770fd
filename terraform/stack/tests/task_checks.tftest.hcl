# What ECS would refuse or fail on is found in the plan. The module has no resources, so nothing has to be mocked.

variables {
  cpu         = 512
  memory      = 1024
  launch_type = "EC2"
  volumes     = { data = "" }
  log_group   = "/ecs/demo/worker"
}

run "a_sound_task" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    container_definitions = jsonencode([
      {
        name             = "worker", cpu = 384, memory = 768, mountPoints = [{ sourceVolume = "data" }],
        dependsOn        = [{ containerName = "init", condition = "SUCCESS" }, { containerName = "sidecar", condition = "HEALTHY" }],
        logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "/ecs/demo/worker", awslogs-region = "eu-west-1" } }
      },
      { name = "init", essential = false },
      { name = "sidecar", essential = false, cpu = 128, memory = 512, memoryReservation = 256, healthCheck = { command = ["CMD", "true"] } },
    ])
  }
  assert {
    condition     = length(output.problems) == 0
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "every_problem_at_once" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    container_definitions = jsonencode([
      { name = "one", essential = false, cpu = 400, memory = 800, logConfiguration = { logDriver = "cloudwatch" } },
      { name = "two", essential = false, cpu = 200, memory = 2000, mountPoints = [{ sourceVolume = "missing" }] },
      {
        name             = "three", essential = false, dependsOn = [{ containerName = "ghost", condition = "START" }, { containerName = "one", condition = "HEALTHY" }],
        logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "/ecs/other", awslogs-region = "eu-west-1" } }
      },
      { name = "three", essential = false },
    ])
  }
  assert {
    condition = sort(output.problems) == sort([
      "2 containers are called \"three\"",
      "no container is essential",
      "containers ask for 600 CPU units, the task has 512",
      "containers reserve 2800 MiB, the task has 1024",
      "two: memory 2000 MiB is above the task's 1024",
      "one: log driver \"cloudwatch\" is none of awsfirelens, awslogs, fluentd, gelf, journald, json-file, splunk, syslog",
      "three: log group \"/ecs/other\" isn't the task's /ecs/demo/worker",
      "three: depends on \"ghost\", which doesn't exist",
      "three: waits for one to be HEALTHY, but that has no health check",
      "two: mounts \"missing\", which isn't declared",
    ])
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "waiting_for_the_end_of_an_essential_container" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    container_definitions = jsonencode([{ name = "a" }, { name = "b", dependsOn = [{ containerName = "a", condition = "COMPLETE" }] }])
  }
  assert {
    condition     = output.problems == ["b: waits for a to end, but that is essential"]
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "what_fargate_lacks" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    cpu                   = 300
    launch_type           = "FARGATE"
    volumes               = { docker-socket = "/var/run/docker.sock" }
    container_definitions = jsonencode([{ name = "a", logConfiguration = { logDriver = "json-file" } }])
  }
  assert {
    condition     = length(output.problems) == 3 && contains(output.problems, "Fargate offers no task of 300 CPU units with 1024 MiB")
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "ports_and_waits_that_ecs_refuses" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    container_definitions = jsonencode([
      { name = "a", portMappings = [{ name = "http", containerPort = 80, hostPort = 8080 }], dependsOn = [{ containerName = "b", condition = "START" }] },
      { name = "b", portMappings = [{ name = "http", containerPort = 81 }], dependsOn = [{ containerName = "a", condition = "READY" }] },
      { name = "c", logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "/ecs/demo/worker" } } },
    ])
  }
  assert {
    condition = sort(output.problems) == sort([
      "two ports are called \"http\"",
      "a: port 80 has another host port, which awsvpc doesn't allow",
      "a: depends on b, which waits for a",
      "b: depends on a, which waits for b",
      "b: waits for \"READY\" of a, which is none of START, COMPLETE, SUCCESS, HEALTHY",
      "c: log driver awslogs has no awslogs-region",
    ])
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "a_size_that_fargate_offers" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    launch_type           = "FARGATE"
    volumes               = {}
    container_definitions = jsonencode([{ name = "a", logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "/ecs/demo/worker", awslogs-region = "eu-west-1" } } }])
  }
  assert {
    condition     = length(output.problems) == 0
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "more_than_64_kib" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    # 22,000 characters of three bytes each.
    container_definitions = jsonencode([{ name = "a", environment = [{ name = "TEXT", value = replace(format("%22000s", ""), " ", "€") }] }])
  }
  assert {
    condition     = length(output.problems) == 1 && strcontains(try(output.problems[0], ""), "65536")
    error_message = "Found: ${join("; ", output.problems)}"
  }
}

run "no_list" {
  command = plan
  module {
    source = "../modules/task-checks"
  }
  variables {
    container_definitions = jsonencode({ name = "a" })
  }
  assert {
    condition     = output.problems == ["container_definitions is not a JSON list with at least one container"]
    error_message = "Found: ${join("; ", output.problems)}"
  }
}
