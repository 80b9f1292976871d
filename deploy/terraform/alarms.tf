resource "aws_cloudwatch_metric_alarm" "unhealthy" {
  alarm_name          = "${var.name}-unhealthy"
  alarm_description   = "The new target group has no healthy target, for longer than it takes to replace a task."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HealthyHostCount"
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = local.replacement_minutes
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  # With a desired count of 0 there is no metric, and nothing to report.
  treat_missing_data = var.desired_count > 0 ? "breaching" : "notBreaching"
  actions_enabled    = var.desired_count > 0
  alarm_actions      = var.alarm_topic_arns

  dimensions = {
    TargetGroup  = aws_lb_target_group.reference.arn_suffix
    LoadBalancer = local.load_balancer
  }
}

resource "aws_cloudwatch_metric_alarm" "target_errors" {
  alarm_name          = "${var.name}-5xx"
  alarm_description   = "Targets of the new target group answer with 5xx."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns

  dimensions = {
    TargetGroup  = aws_lb_target_group.reference.arn_suffix
    LoadBalancer = local.load_balancer
  }
}

resource "aws_cloudwatch_metric_alarm" "connection_errors" {
  alarm_name          = "${var.name}-connection-errors"
  alarm_description   = "The load balancer cannot connect to targets of the new target group."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetConnectionErrorCount"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns

  dimensions = {
    TargetGroup  = aws_lb_target_group.reference.arn_suffix
    LoadBalancer = local.load_balancer
  }
}
