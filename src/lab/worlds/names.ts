/** Names and ids that the parts of the healthy world share. */

/** When it was "recorded": facts and sign-offs are judged at this time, whatever the machine's date. */
export const RECORDED_AT = '2026-11-20T09:00:00.000Z';

export const REGION = 'eu-central-1';
export const VPC = 'vpc-0f3a61b2c84d97e05';
export const PUBLIC_SUBNETS = ['subnet-0a1f5c7d92e3b4860', 'subnet-0b2e6d8c13f4a5971', 'subnet-0c3d7e9b24a5b6082'];
export const TASK_SUBNETS = ['subnet-0d4e8fac35b6c7193', 'subnet-0e5f90bd46c7d82a4', 'subnet-0f60a1ce57d8e93b5'];

export const PUBLIC_GROUP = 'sg-04c1f0a9b8d7e6352';
export const VPC_LINK_TO_ALB_GROUP = 'sg-09d8e7c6b5a403f21';
export const VPC_LINK_GROUP = 'sg-0e5d4c3b2a1908f76';
export const TASK_GROUP = 'sg-0a7b6c5d4e3f21098';

const ELB = `arn:aws:elasticloadbalancing:${REGION}:444444444444`;
export const ALB = 'app/central-alb/50dc6c495c0c9188';
export const LOAD_BALANCER_ARN = `${ELB}:loadbalancer/${ALB}`;
export const LISTENER_ARN = `${ELB}:listener/${ALB}/f2f7dc8efc522ab2`;
export const targetGroupArn = (name: string, id: string) => `${ELB}:targetgroup/${name}/${id}`;
export const ruleArn = (priority: number | 'default') =>
  `${ELB}:listener-rule/${ALB}/f2f7dc8efc522ab2/rule-${priority}`;

export const SSE_TARGET_GROUP_ARN = targetGroupArn('jessica-service-sse', '73e2d6bc24d8a067');
export const API_TARGET_GROUP_ARN = targetGroupArn('jessica-service-api', '2453ed029918f21f');
export const WEBSOCKET_TARGET_GROUP_ARN = targetGroupArn('jessica-service-ws', '943f017f100becff');

export const ALB_DNS_NAME = 'central-alb-1840372956.eu-central-1.elb.amazonaws.com';
/** The zone of every load balancer in eu-central-1. */
export const ALB_ZONE = 'Z215JYRZR1TBD5';

const ACM = `arn:aws:acm:${REGION}:444444444444:certificate`;
export const WILDCARD_CERTIFICATE = `${ACM}/5b1c7a7e-6a0f-4c55-9d0e-2f6f1b7a9c31`;
export const MCP_CERTIFICATE = `${ACM}/c2d9e8f4-17b3-4a6c-8e25-90d1f3b4a7e6`;

export const CONTAINER_PORT = 8000;
/** The only task, so that sessions always reach the same one. */
export const TASK_ADDRESS = '10.20.10.21';
export const TASK_INTERFACE = 'eni-0b1c2d3e4f5a69788';

/** The host that streams move to, and the one in front of API Gateway. */
export const MCP_HOST = 'mcp.run.georgi.io';
export const API_HOST = 'api.georgi.io';
export const BASE_PATH = '/jessica-service';
export const GATEWAY_DNS_NAME = 'd-k3v9w1x7qa.execute-api.eu-central-1.amazonaws.com';

/** The SNS topic of whoever is on call. */
export const ON_CALL = `arn:aws:sns:${REGION}:444444444444:on-call`;

/** The service on the machine of a developer: with the base path, and with another. */
export const LOCAL_HOST = 'localhost';
export const LOCAL_PORTS = {service: 8000, other: 8001} as const;
export const OTHER_BASE_PATH = '/test';
