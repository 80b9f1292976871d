# Values derived from the variables.
locals {
  # The load balancer that the listener belongs to, as CloudWatch names it: app/NAME/ID.
  load_balancer = regex(":listener/(app/[^/]+/[^/]+)/", var.listener_arn)[0]

  # MiB of Node.js's heap: as many sessions and streams as the default limits allow fit into 640. The rest is for
  # bodies and backlogs (128 MiB each by default) and Node.js itself. deploy/Containerfile does the same for 1 GiB.
  heap = floor(var.memory * 5 / 8)

  # Seconds in which the server ends its streams when it expires: until the target group has seen /ready red twice, and for
  # calls to finish. A task that is red is deregistered: var.deregistration_delay is not less than both, so that neither the
  # load balancer's cut nor a SIGTERM falls into them. A SIGTERM starts both, and ECS kills only after that.
  drain_delay  = 25
  grace        = 20
  stop_timeout = local.drain_delay + local.grace + 15

  # While an expired task is replaced, no target is healthy: the old one may have to be unused before the next is started,
  # pulled and found healthy.
  replacement_minutes = ceil(var.deregistration_delay / 60) + 4

  # Variables of the container. A repeated flag has one value per line.
  environment = merge({
    MIGRATE_CHECK_ALLOW_HOST     = var.host
    MIGRATE_CHECK_FORWARDED_HOPS = "1"
    }, var.environment, {
    BASE_PATH                  = var.base_path
    NODE_OPTIONS               = "--max-old-space-size=${local.heap}"
    MIGRATE_CHECK_ALLOW_FAULTS = tostring(var.allow_faults)
    MIGRATE_CHECK_ALLOW_ORIGIN = join("\n", var.allow_origins)
    MIGRATE_CHECK_LIMIT        = join("\n", [for name, value in var.limits : "${name}=${value}"])
    MIGRATE_CHECK_EXPIRE_AFTER = var.expire_after
    MIGRATE_CHECK_DRAIN_DELAY  = "${local.drain_delay}s"
    MIGRATE_CHECK_GRACE        = "${local.grace}s"
  })

  secrets = [for arn in compact([var.bearer_token_secret_arn]) : { name = "MIGRATE_CHECK_BEARER_TOKEN", valueFrom = arn }]

  # What reads it, of the one or of the other.
  read_secret = can(regex(":ssm:", var.bearer_token_secret_arn)) ? "ssm:GetParameters" : "secretsmanager:GetSecretValue"
}
