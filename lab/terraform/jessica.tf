# What the service's own repository declares: a target group for streams, the rule in front of it, and the service
# that registers its tasks there.

variable "vpc_id" {
  type        = string
  description = "VPC of the central load balancer and of the tasks"
}

variable "cluster_arn" {
  type        = string
  description = "ECS cluster the service runs in"
}

variable "task_definition_arn" {
  type        = string
  description = "Revision that serves streams"
}

variable "api_target_group_arn" {
  type        = string
  description = "Target group that API Gateway's requests reach; unchanged by the migration"
}

resource "aws_lb_target_group" "sse" {
  name                 = "jessica-service-sse"
  port                 = 8000
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = var.vpc_id
  deregistration_delay = 120

  # Never the stream itself: its response does not end, so the health check would time out.
  health_check {
    enabled             = true
    protocol            = "HTTP"
    port                = "traffic-port"
    path                = "/health"
    matcher             = "200"
    interval            = 30
    timeout             = 5
    healthy_threshold   = 3
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "sse_https" {
  listener_arn = var.https_listener_arn
  priority     = 90

  condition {
    host_header {
      values = ["mcp.run.georgi.io"]
    }
  }

  condition {
    path_pattern {
      values = ["/jessica-service/mcp/sse*"]
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.sse.arn
  }
}

resource "aws_ecs_service" "jessica" {
  name            = "jessica-service"
  cluster         = var.cluster_arn
  task_definition = var.task_definition_arn
  desired_count   = 1
  launch_type     = "FARGATE"

  # A task that boots slower than three failed health checks would be killed in a circle.
  health_check_grace_period_seconds = 120

  load_balancer {
    target_group_arn = var.api_target_group_arn
    container_name   = "jessica-service"
    container_port   = 8000
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.sse.arn
    container_name   = "jessica-service"
    container_port   = 8000
  }
}
