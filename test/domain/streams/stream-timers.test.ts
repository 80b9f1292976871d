import {expect} from 'chai';
import {heartbeatVerdict, type StreamPath, streamTimers} from '../../../src/domain/streams/stream-timers.ts';
import {stopTimeOf} from '../../../src/domain/targets/stop-times.ts';
import type {Api, ApiIntegration} from '../../../src/model/facts/aws-facts.ts';
import {
  API,
  container,
  integration as integrationOf,
  LOAD_BALANCER,
  networkInterface,
  targetGroup,
  taskDefinition,
} from '../../support/aws-facts.ts';

const GROUP = targetGroup('jessica-service-sse');

describe('the timers on the way of a stream', () => {
  it('always names those that no API shows', () => {
    expect(streamTimers({}).map(({name, state}) => `${name}: ${state}`)).to.deep.equal([
      'client read timeout: unknown',
      'server keep-alive: unknown',
    ]);
  });

  it('takes what is absent for the default, what is set for known, and what is not a number for unknown', () => {
    const idle = (attributes: Record<string, string>) =>
      oneOf({loadBalancer: {arn: LOAD_BALANCER.arn, attributes}}, 'load balancer idle timeout');
    expect(idle({})).to.deep.include({seconds: 60, state: 'default', resetsOnData: true});
    expect(idle({'idle_timeout.timeout_seconds': '60'})).to.deep.include({seconds: 60, state: 'known'});
    expect(idle({'idle_timeout.timeout_seconds': 'long'})).to.deep.include({seconds: null, state: 'unknown'});
    expect(idle({}).source).to.equal(`${LOAD_BALANCER.arn} idle_timeout.timeout_seconds`);
  });

  it('tells a hop that is not there from one that could not be read', () => {
    const unread: StreamPath = {
      gateway: null,
      loadBalancer: null,
      targetGroup: null,
      interfaces: null,
      container: null,
    };
    const timers = streamTimers(unread);
    expect(timers).to.have.length(8);
    expect(timers.every(({state, seconds}) => state === 'unknown' && seconds === null)).to.equal(true);
  });

  it('knows the timers that no byte of the stream prolongs', () => {
    const attributes = {'deregistration_delay.timeout_seconds': '600'};
    const path = {
      loadBalancer: {arn: LOAD_BALANCER.arn, attributes: {}},
      targetGroup: {arn: GROUP.arn, attributes},
    };
    expect(oneOf(path, 'load balancer client keep-alive')).to.deep.include({seconds: 3600, resetsOnData: false});
    expect(oneOf(path, 'deregistration delay')).to.deep.include({seconds: 600, state: 'known', resetsOnData: false});
  });

  it('knows connection tracking only when every interface says it', () => {
    const set = (id: string, tcpEstablishedTimeoutSeconds: number | null) => ({
      ...networkInterface(id, '10.0.1.10', 'subnet-a'),
      tcpEstablishedTimeoutSeconds,
    });
    const tracking = (...interfaces: ReturnType<typeof set>[]) => {
      const {seconds, state, source} = oneOf({interfaces}, 'connection tracking of the tasks');
      return [seconds, state, source];
    };
    expect(tracking(set('a', 600), set('b', 350))).to.deep.equal([350, 'known', 'b']);
    expect(tracking(set('a', 600), set('b', null)).slice(0, 2)).to.deep.equal([null, 'unknown']);
    expect(tracking().slice(0, 2)).to.deep.equal([null, 'unknown']);
  });

  it('counts a stop timeout that is not set as the default', () => {
    const stop = (stopTimeoutSeconds: number | null, onFargate: boolean) => {
      const stopTime = stopTimeOf(container({stopTimeoutSeconds}), onFargate);
      return oneOf({container: {taskDefinitionArn: taskDefinition().arn, stopTime}}, 'task stop timeout');
    };
    expect(stop(120, true)).to.deep.include({seconds: 120, state: 'known'});
    expect(stop(null, true)).to.deep.include({seconds: 30, state: 'default'});
    expect(stop(null, false)).to.deep.include({seconds: null, state: 'unknown'});
  });

  it('holds a response back at an API Gateway that does not stream', () => {
    const rest = gateway({protocol: 'REST'}, {timeoutMs: 29_000, responseTransferMode: 'BUFFERED'});
    expect(rest).to.deep.equal(['API Gateway integration timeout: 29 known']);
    expect(gateway({protocol: 'REST'}, {timeoutMs: null})).to.deep.equal([
      'API Gateway integration timeout: 29 default',
    ]);
    // HTTP APIs do not stream, whatever they say.
    const http = gateway({protocol: 'HTTP'}, {timeoutMs: null, responseTransferMode: 'STREAM'});
    expect(http).to.deep.equal(['API Gateway integration timeout: 30 default']);
  });

  it('ends a streamed response after 15 minutes, or as much silence as its endpoint allows', () => {
    const mode = {timeoutMs: 900_000, responseTransferMode: 'STREAM'};
    expect(gateway({protocol: 'REST', endpointTypes: ['REGIONAL']}, mode)).to.deep.equal([
      'API Gateway integration timeout: 900 known',
      'API Gateway longest stream: 900 known',
      'API Gateway stream idle timeout: 300 known',
    ]);
    expect(gateway({protocol: 'REST', endpointTypes: ['EDGE']}, mode)[2]).to.include(': 30 known');
  });
});

describe('what a heartbeat does about a timer', () => {
  const timer = {name: '', state: 'known', effect: '', source: ''} as const;
  const against = (heartbeatMs: number, seconds: number | null, resetsOnData = true) =>
    heartbeatVerdict(heartbeatMs, {...timer, seconds, resetsOnData});

  it('fits up to half of it, races up to all of it, and is too slow from there', () => {
    expect([against(30_000, 60), against(30_001, 60)]).to.deep.equal(['fits', 'races']);
    expect([against(59_999, 60), against(60_000, 60)]).to.deep.equal(['races', 'too slow']);
  });

  it('is not known without a number, and no help where bytes change nothing', () => {
    expect(against(1000, null)).to.equal('unknown');
    expect(against(1000, 3600, false)).to.equal('no help');
  });
});

function oneOf(path: StreamPath, wanted: string) {
  const found = streamTimers(path).find(({name}) => name === wanted);
  if (found === undefined) throw new Error(`no timer ${wanted}`);
  return found;
}

function gateway(api: Partial<Api>, integration: Partial<ApiIntegration>): string[] {
  const all = {api: {...API, ...api}, integration: integrationOf({responseTransferMode: null, ...integration})};
  return streamTimers({gateway: all})
    .filter(({name}) => name.startsWith('API Gateway'))
    .map(({name, seconds, state}) => `${name}: ${seconds} ${state}`);
}
