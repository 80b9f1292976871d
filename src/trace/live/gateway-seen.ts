import {gatewayIdOf} from '../../domain/http/answering-hop.ts';
import {writtenBy} from '../../domain/http/hops.ts';
import {answerText} from './answers-seen.ts';
import type {LiveAnswer} from './look.ts';
import type {SeenAt} from './seen.ts';

type Judged = Omit<SeenAt, 'address'>;

/** Whether an answer came through API Gateway, which its request id shows. */
export function gatewaySeen(answer: LiveAnswer): Judged {
  const id = gatewayIdOf(answer.headers);
  if (id !== null) return {status: 'as-configured', seen: `through API Gateway: ${id}`, fix: null};
  return {
    status: 'unknown',
    seen: `${answerText(answer)} without a request id of API Gateway`,
    fix: 'See what answers at this address: it came another way, or a hop in front takes the id out.',
  };
}

/** Whether API Gateway led the request on, or answers itself that it cannot. */
export function apiRouteSeen(answer: LiveAnswer): Judged {
  const seen = answerText(answer);
  if (gatewayIdOf(answer.headers) === null) return {status: 'unknown', seen, fix: 'See the hop above.'};
  if (writtenBy(answer.headers, answer.body) !== 'api-gateway') {
    return {status: 'as-configured', seen: `led on: ${seen}`, fix: null};
  }
  if (answer.status === 403 || answer.status === 404) {
    return {
      status: 'differs',
      seen: `API Gateway itself answers ${answer.status}`,
      fix: 'See whether the deployment of the stage has the route (what was changed is published by a deployment), and what refuses there: a resource policy, an authorizer, a web ACL.',
    };
  }
  return {
    status: 'unknown',
    seen: `API Gateway itself answers ${answer.status}`,
    fix: 'See the execution log of the stage: the integration behind it did not answer as it expects.',
  };
}
