import {expect} from 'chai';
import {serviceTargetFaults} from '../../../src/domain/targets/service-targets.ts';
import {ecsService, LOAD_BALANCER, targetGroup, targetHealth, taskDefinition} from '../../support/aws-facts.ts';

describe('a service and the target group it fills', () => {
  it('agree, or every disagreement is named', () => {
    const service = ecsService();
    const entry = {
      targetGroupArn: null,
      alternateTargetGroupArn: null,
      productionListenerRuleArn: null,
      testListenerRuleArn: null,
      containerName: 'jessica-service',
      containerPort: 8000,
    };
    const agreed = {
      service,
      entry,
      definitions: [taskDefinition()],
      group: targetGroup('jessica-service-sse'),
      targets: [targetHealth('10.0.1.10')],
      taskVpcIds: [LOAD_BALANCER.vpcId],
    };
    expect(serviceTargetFaults(agreed)).to.deep.equal([]);
    const group = targetGroup('jessica-service-sse', {
      targetType: 'instance',
      vpcId: 'vpc-2',
      arn: 'arn:aws:x:eu-west-1:1:y',
    });
    const apart = {...agreed, group, entry: {...entry, containerPort: 9000}};
    expect(serviceTargetFaults(apart)).to.have.length(5);
  });
});
