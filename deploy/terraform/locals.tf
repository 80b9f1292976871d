# What follows from the variables alone.
locals {
  # The load balancer that the listener belongs to, as CloudWatch names it: app/NAME/ID.
  load_balancer = regex(":listener/(app/[^/]+/[^/]+)/", var.listener_arn)[0]
}
