import {expect} from 'chai';
import {targetPorts} from '../../../src/domain/targets/target-ports.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {targetGroup, targetHealth} from '../../support/aws-facts.ts';

const GROUP = targetGroup('jessica-service-sse');
const checkedOn = (port: string | null) =>
  targetGroup('jessica-service-sse', {healthCheck: {...GROUP.healthCheck, port}});

describe('target ports', () => {
  it('are those of the registered targets, which may differ from the group', () => {
    const health = [
      targetHealth('10.0.1.10', 'healthy', {port: 8080, healthCheckPort: '9000'}),
      targetHealth('10.0.2.10', 'unused', {port: 8081, healthCheckPort: '8081'}),
    ];
    expect(targetPorts(GROUP, health)).to.deep.equal([
      {port: 8080, use: 'target port'},
      {port: 8081, use: 'target port and health check'},
      {port: 9000, use: 'health check'},
    ]);
  });

  it('are those of the group while nothing is registered, or all that is drains', () => {
    const draining = targetHealth('10.0.1.10', 'draining', {port: 8080, healthCheckPort: '8080'});
    for (const health of [[], [draining]]) {
      expect(targetPorts(GROUP, health)).to.deep.equal([{port: 8000, use: 'target port and health check'}]);
      expect(targetPorts(checkedOn('9000'), health)).to.deep.equal([
        {port: 8000, use: 'target port'},
        {port: 9000, use: 'health check'},
      ]);
      expect(targetPorts(checkedOn(null), health)).to.have.length(1);
    }
  });

  it('are those that the next target will have, where that is known and nothing is registered', () => {
    const used = {port: 8080, use: 'target port and health check'};
    expect(targetPorts(GROUP, [], 8080)).to.deep.equal([used]);
    expect(targetPorts(GROUP, [targetHealth('10.0.1.10')], 8080)).to.deep.equal([{...used, port: 8000}]);
  });

  it('are unknown for targets without ports', () => {
    const lambda = targetGroup('jessica-service-sse', {port: null, targetType: 'lambda'});
    expect(() => targetPorts(lambda, [])).to.throw(CannotTell, 'target group jessica-service-sse: no port is known');
  });
});
