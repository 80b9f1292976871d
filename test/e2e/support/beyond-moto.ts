import type {AwsAnswer, Supplement} from './moto-front.ts';

/**
 * All that the emulator lacks and these tests need, each with AWS's page that the answer follows. What is changed by a
 * call of the SDK is remembered until the emulator is reset.
 */
export function beyondMoto(): readonly Supplement[] {
  return [...blockPublicAccess()];
}

/** The switch that closes all VPCs of a region to the internet. */
function blockPublicAccess(): Supplement[] {
  let mode = 'off';
  const options = (name: string) =>
    xml(`<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId>
      <vpcBlockPublicAccessOptions><state>${mode === 'off' ? 'default-state' : 'update-complete'}</state>
      <internetGatewayBlockMode>${mode}</internetGatewayBlockMode></vpcBlockPublicAccessOptions></${name}Response>`);
  return [
    {
      page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessOptions.html',
      service: 'ec2',
      operation: 'DescribeVpcBlockPublicAccessOptions',
      answer: () => options('DescribeVpcBlockPublicAccessOptions'),
    },
    {
      page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html',
      service: 'ec2',
      operation: 'ModifyVpcBlockPublicAccessOptions',
      answer({body}) {
        mode = new URLSearchParams(body).get('InternetGatewayBlockMode') ?? mode;
        return options('ModifyVpcBlockPublicAccessOptions');
      },
    },
  ];
}

function xml(body: string): AwsAnswer {
  return {status: 200, contentType: 'text/xml', body};
}
