# What the platform team's repository declares for the shared load balancer: the certificate and the way in.

variable "alb_security_group_id" {
  type        = string
  description = "Security group of the central load balancer"
}

variable "https_listener_arn" {
  type        = string
  description = "Listener 443 of the central load balancer"
}

variable "mcp_zone_id" {
  type        = string
  description = "Hosted zone georgi.io"
}

variable "alb_dns_name" {
  type        = string
  description = "DNS name of the central load balancer, with dualstack. in front"
}

variable "alb_zone_id" {
  type        = string
  description = "Canonical hosted zone of the central load balancer"
}

# Its own certificate: *.georgi.io ends one label short of mcp.run.georgi.io.
resource "aws_acm_certificate" "mcp" {
  domain_name       = "mcp.run.georgi.io"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener_certificate" "mcp" {
  listener_arn    = var.https_listener_arn
  certificate_arn = aws_acm_certificate.mcp.arn
}

resource "aws_route53_record" "mcp" {
  zone_id = var.mcp_zone_id
  name    = "mcp.run.georgi.io"
  type    = "A"

  alias {
    name                   = var.alb_dns_name
    zone_id                = var.alb_zone_id
    evaluate_target_health = false
  }
}

resource "aws_security_group_rule" "alb_ingress_sse" {
  security_group_id = var.alb_security_group_id
  type              = "ingress"
  description       = "HTTPS from anywhere to the streams of mcp.run.georgi.io"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

# A load balancer has no default action per host: the host's last rule takes that place.
resource "aws_lb_listener_rule" "mcp_fallback" {
  listener_arn = var.https_listener_arn
  priority     = 95

  condition {
    host_header {
      values = ["mcp.run.georgi.io"]
    }
  }

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "Nothing is served at this path."
      status_code  = "404"
    }
  }
}
