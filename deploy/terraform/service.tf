data "aws_partition" "current" {}

data "aws_region" "current" {}

resource "aws_cloudwatch_log_group" "reference" {
  name              = "/ecs/${var.name}"
  retention_in_days = 7
}

resource "aws_iam_role" "execution" {
  name = "${var.name}-execution"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

# Pulls the image, writes the log and reads the token. The task itself does not call AWS and has no role.
resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "bearer_token" {
  count = var.bearer_token_secret_arn == null ? 0 : 1

  name = "bearer-token"
  role = aws_iam_role.execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = local.read_secret
      Resource = var.bearer_token_secret_arn
    }]
  })
}

resource "aws_security_group" "task" {
  name        = "${var.name}-task"
  description = "Tasks of the reference MCP server"
  vpc_id      = var.vpc_id

  ingress {
    description     = "from the load balancer alone"
    from_port       = 8000
    to_port         = 8000
    protocol        = "tcp"
    security_groups = [var.load_balancer_security_group_id]
  }

  egress {
    description = "registry of the image, CloudWatch Logs, the secret of the token"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# The load balancer's own group is managed elsewhere: it is left alone unless the variable says otherwise.
resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  count = var.load_balancer_egress ? 1 : 0

  security_group_id            = var.load_balancer_security_group_id
  description                  = "to the tasks of ${var.name}"
  referenced_security_group_id = aws_security_group.task.id
  ip_protocol                  = "tcp"
  from_port                    = 8000
  to_port                      = 8000
}

resource "aws_ecs_task_definition" "reference" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  lifecycle {
    precondition {
      condition     = var.memory >= 2 * var.cpu && var.memory <= 8 * var.cpu
      error_message = "Fargate takes two to eight MiB of memory for each CPU unit."
    }
  }

  container_definitions = jsonencode([{
    name                   = "reference"
    image                  = var.image
    essential              = true
    readonlyRootFilesystem = true
    user                   = "node"
    stopTimeout            = local.stop_timeout
    portMappings           = [{ containerPort = 8000, protocol = "tcp" }]
    environment            = [for name, value in local.environment : { name = name, value = value } if value != ""]
    secrets                = local.secrets
    healthCheck = {
      command     = ["CMD", "node", "-e", "fetch('http://127.0.0.1:8000/health').then(({ok}) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 10
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.reference.name
        awslogs-region        = data.aws_region.current.name
        awslogs-stream-prefix = "reference"
      }
    }
  }])
}

resource "aws_ecs_service" "reference" {
  name                               = var.name
  cluster                            = var.cluster
  task_definition                    = aws_ecs_task_definition.reference.arn
  launch_type                        = "FARGATE"
  desired_count                      = var.desired_count
  deployment_minimum_healthy_percent = 0
  deployment_maximum_percent         = 100
  health_check_grace_period_seconds  = 30

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = var.assign_public_ip
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.reference.arn
    container_name   = "reference"
    container_port   = 8000
  }

  # A target group takes targets only once a rule uses it, and a task starts only once its token can be read.
  depends_on = [aws_lb_listener_rule.mcp, aws_lb_listener_rule.service, aws_iam_role_policy.bearer_token]
}
