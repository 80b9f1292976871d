resource "aws_lb_target_group" "reference" {
  name             = var.name
  vpc_id           = var.vpc_id
  target_type      = "ip"
  port             = 8000
  protocol         = "HTTP"
  protocol_version = "HTTP1"

  # On a deployment, and when desired_count becomes 0, ECS first deregisters the task, then waits until its target is unused,
  # which takes this long, and only then sends SIGTERM. About then the load balancer cuts what is still open, while the
  # server lets its drain delay pass. So a stream lives this long at most, and ends in a cut: the good order in which the
  # server stops reaches its clients when it stops by itself (expire_after), and not here.
  deregistration_delay = var.deregistration_delay

  health_check {
    path                = "/ready"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}

# Five values in all conditions of a rule: the host and four paths.
resource "aws_lb_listener_rule" "mcp" {
  listener_arn = var.listener_arn
  priority     = var.rule_priority

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.reference.arn
  }

  condition {
    host_header {
      values = [var.host]
    }
  }

  condition {
    path_pattern {
      values = [
        "${var.base_path}/mcp",
        "${var.base_path}/mcp/*",
        "${var.base_path}/ws",
        "${var.base_path}/events",
      ]
    }
  }
}

resource "aws_lb_listener_rule" "service" {
  listener_arn = var.listener_arn
  priority     = var.rule_priority + 1

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.reference.arn
  }

  condition {
    host_header {
      values = [var.host]
    }
  }

  condition {
    path_pattern {
      values = [
        "${var.base_path}/api/*",
        "${var.base_path}/health",
        "${var.base_path}/ready",
      ]
    }
  }
}
