import type {AnyCheck} from '../model/check.ts';
import {certificateCoversHost} from './acm/certificate-covers-host.ts';
import {certificateWillRenew} from './acm/certificate-will-renew.ts';
import {attributesSuitStreaming} from './alb/attributes-suit-streaming.ts';
import {deregistrationOutlivesStreams} from './alb/deregistration-outlives-streams.ts';
import {exposesOnly} from './alb/exposes-only.ts';
import {hostServesOnly} from './alb/host-serves-only.ts';
import {idleTimeoutFitsHeartbeat} from './alb/idle-timeout-fits-heartbeat.ts';
import {isInternetFacing} from './alb/is-internet-facing.ts';
import {listenerServesCertificate} from './alb/listener-serves-certificate.ts';
import {listenerTerminatesTls} from './alb/listener-terminates-tls.ts';
import {noDeadRules} from './alb/no-dead-rules.ts';
import {priorityIsFree} from './alb/priority-is-free.ts';
import {ruleIsGone} from './alb/rule-is-gone.ts';
import {rulePrecedes} from './alb/rule-precedes.ts';
import {ruleRoutesRequest} from './alb/rule-routes-request.ts';
import {rulesRoutePattern} from './alb/rules-route-pattern.ts';
import {rulesUnchanged} from './alb/rules-unchanged.ts';
import {sessionsHaveOneHome} from './alb/sessions-have-one-home.ts';
import {targetGroupConfigured} from './alb/target-group-configured.ts';
import {targetGroupIsGone} from './alb/target-group-is-gone.ts';
import {targetGroupIsUsed} from './alb/target-group-is-used.ts';
import {targetsHealthy} from './alb/targets-healthy.ts';
import {webAclAllows} from './alb/web-acl-allows.ts';
import {integrationTimeout} from './apigateway/integration-timeout.ts';
import {linkReachesLoadBalancer} from './apigateway/link-reaches-load-balancer.ts';
import {protectionsHaveSuccessors} from './apigateway/protections-have-successors.ts';
import {routeIsGone} from './apigateway/route-is-gone.ts';
import {routeReachesVpcLink} from './apigateway/route-reaches-vpc-link.ts';
import {streamMode} from './apigateway/stream-mode.ts';
import {vpcLinkAvailable} from './apigateway/vpc-link-available.ts';
import {alarmWatches} from './cloudwatch/alarm-watches.ts';
import {dashboardShows} from './cloudwatch/dashboard-shows.ts';
import {metricWithin} from './cloudwatch/metric-within.ts';
import {caaAllowsAmazon} from './dns/caa-allows-amazon.ts';
import {nameExists} from './dns/name-exists.ts';
import {recordIsGone} from './dns/record-is-gone.ts';
import {recordPointsToLoadBalancer} from './dns/record-points-to-load-balancer.ts';
import {recordTargetExists} from './dns/record-target-exists.ts';
import {resolversSee} from './dns/resolvers-see.ts';
import {ttlIsLowered} from './dns/ttl-is-lowered.ts';
import {validationRecordExists} from './dns/validation-record-exists.ts';
import {wayBackIsQuick} from './dns/way-back-is-quick.ts';
import {zoneIsDelegated} from './dns/zone-is-delegated.ts';
import {clientsReachLoadBalancer} from './ec2/clients-reach-load-balancer.ts';
import {loadBalancerReachesTasks} from './ec2/load-balancer-reaches-tasks.ts';
import {onlyPortsOpen} from './ec2/only-ports-open.ts';
import {onlySourcesAdmitted} from './ec2/only-sources-admitted.ts';
import {portOpenTo} from './ec2/port-open-to.ts';
import {deploymentKeepsServing} from './ecs/deployment-keeps-serving.ts';
import {previousRevisionIsRunnable} from './ecs/previous-revision-is-runnable.ts';
import {runsImage} from './ecs/runs-image.ts';
import {serviceSteady} from './ecs/service-steady.ts';
import {serviceUsesTargetGroup} from './ecs/service-uses-target-group.ts';
import {stopTimeoutFitsDrain} from './ecs/stop-timeout-fits-drain.ts';
import {taskEnvironment} from './ecs/task-environment.ts';
import {tasksBehindTargetGroup} from './ecs/tasks-behind-target-group.ts';
import {cameThrough} from './http/came-through.ts';
import {redirectsToHttps} from './http/redirects-to-https.ts';
import {refusesWithoutCredentials} from './http/refuses-without-credentials.ts';
import {responds} from './http/responds.ts';
import {basePathAgrees} from './mcp/base-path-agrees.ts';
import {endpointKeepsBasePath} from './mcp/endpoint-keeps-base-path.ts';
import {foreignOriginRefused} from './mcp/foreign-origin-refused.ts';
import {handshake} from './mcp/handshake.ts';
import {hostAllowed} from './mcp/host-allowed.ts';
import {messagesFindTheirSession} from './mcp/messages-find-their-session.ts';
import {sessionSurvivesReconnect} from './mcp/session-survives-reconnect.ts';
import {toolsAnswer} from './mcp/tools-answer.ts';
import {fileContains} from './repo/file-contains.ts';
import {terraformDeclares} from './repo/terraform-declares.ts';
import {notCached} from './sse/not-cached.ts';
import {readableByBrowsers} from './sse/readable-by-browsers.ts';
import {resumes} from './sse/resumes.ts';
import {streamHolds} from './sse/stream-holds.ts';
import {streamIsWellFormed} from './sse/stream-is-well-formed.ts';
import {certificateServesHost} from './tls/certificate-serves-host.ts';
import {protocols} from './tls/protocols.ts';
import {sameEverywhere} from './tls/same-everywhere.ts';
import {connects} from './websocket/connects.ts';

/** Every check, by id. */
export const CHECKS: readonly AnyCheck[] = [
  certificateCoversHost,
  certificateWillRenew,
  attributesSuitStreaming,
  deregistrationOutlivesStreams,
  exposesOnly,
  hostServesOnly,
  idleTimeoutFitsHeartbeat,
  isInternetFacing,
  listenerServesCertificate,
  listenerTerminatesTls,
  noDeadRules,
  priorityIsFree,
  ruleIsGone,
  rulePrecedes,
  ruleRoutesRequest,
  rulesRoutePattern,
  rulesUnchanged,
  sessionsHaveOneHome,
  targetGroupConfigured,
  targetGroupIsGone,
  targetGroupIsUsed,
  targetsHealthy,
  webAclAllows,
  integrationTimeout,
  linkReachesLoadBalancer,
  protectionsHaveSuccessors,
  routeIsGone,
  routeReachesVpcLink,
  streamMode,
  vpcLinkAvailable,
  alarmWatches,
  dashboardShows,
  metricWithin,
  caaAllowsAmazon,
  nameExists,
  recordIsGone,
  recordPointsToLoadBalancer,
  recordTargetExists,
  resolversSee,
  ttlIsLowered,
  validationRecordExists,
  wayBackIsQuick,
  zoneIsDelegated,
  clientsReachLoadBalancer,
  loadBalancerReachesTasks,
  onlyPortsOpen,
  onlySourcesAdmitted,
  portOpenTo,
  deploymentKeepsServing,
  previousRevisionIsRunnable,
  runsImage,
  serviceSteady,
  serviceUsesTargetGroup,
  stopTimeoutFitsDrain,
  taskEnvironment,
  tasksBehindTargetGroup,
  cameThrough,
  redirectsToHttps,
  refusesWithoutCredentials,
  responds,
  basePathAgrees,
  endpointKeepsBasePath,
  foreignOriginRefused,
  handshake,
  hostAllowed,
  messagesFindTheirSession,
  sessionSurvivesReconnect,
  toolsAnswer,
  fileContains,
  terraformDeclares,
  notCached,
  readableByBrowsers,
  resumes,
  streamHolds,
  streamIsWellFormed,
  certificateServesHost,
  protocols,
  sameEverywhere,
  connects,
];
