# What follows from the variables alone.
locals {
  # The load balancer that the listener belongs to, as CloudWatch names it: app/NAME/ID.
  load_balancer = regex(":listener/(app/[^/]+/[^/]+)/", var.listener_arn)[0]

  # MiB of Node.js's heap: as many sessions and streams as the default limits allow fit into 640. The rest is for what lies
  # beside it: bodies and backlogs (128 MiB each by default) and Node.js itself. deploy/Containerfile says the same of 1 GiB.
  heap = floor(var.memory * 5 / 8)
}
