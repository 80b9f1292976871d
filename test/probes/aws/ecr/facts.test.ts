import {expect} from 'chai';
import {HEALTHY} from '../../../../src/lab/aws-world.ts';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import type {EcrImage, EcrName} from '../../../../src/model/facts/aws-facts.ts';
import {probe, refusedWith} from '../../../support/aws-answers.ts';
import {type Answering, playSdkWorld} from '../../../support/sdk-world/play.ts';
import {thrownBy} from '../../../support/thrown-by.ts';

const WEB: EcrName = {registryId: '999999999999', region: 'us-east-1', repository: 'web', by: {tag: '7'}};

describe('ECR facts', () => {
  it('are asked in the registry that the image names, archived images too', async () => {
    const inputs: unknown[] = [];
    const found = await ask(WEB, async ({input}) => {
      inputs.push(input);
      return {imageDetails: [{imageDigest: 'sha256:1', imageStatus: 'ARCHIVED'}]};
    });
    expect(found).to.deep.equal({digest: 'sha256:1', status: 'ARCHIVED', isList: false});
    await ask({...WEB, by: {digest: 'sha256:2'}}, async ({input}) => {
      inputs.push(input);
      return {imageDetails: [{imageDigest: 'sha256:2'}]};
    });
    const common = {registryId: '999999999999', repositoryName: 'web', filter: {imageStatus: 'ANY'}};
    expect(inputs).to.deep.equal([
      {...common, imageIds: [{imageTag: '7'}]},
      {...common, imageIds: [{imageDigest: 'sha256:2'}]},
    ]);
  });

  it('tell a list of platforms from the image of one', async () => {
    const isList = async (imageManifestMediaType: string) =>
      (await ask(WEB, async () => ({imageDetails: [{imageDigest: 'sha256:1', imageManifestMediaType}]})))?.isList;
    expect(await isList('application/vnd.oci.image.index.v1+json')).to.equal(true);
    expect(await isList('application/vnd.docker.distribution.manifest.list.v2+json')).to.equal(true);
    expect(await isList('application/vnd.docker.distribution.manifest.v2+json')).to.equal(false);
  });

  it('are null where there is no such image or repository, and refusals where it may not be asked', async () => {
    for (const code of ['ImageNotFoundException', 'RepositoryNotFoundException']) {
      expect(await ask(WEB, () => Promise.reject(refusedWith(code))), code).to.equal(null);
    }
    const refusal = await thrownBy(
      ask(WEB, () => Promise.reject(refusedWith('AccessDeniedException'))),
      AwsRefusal,
    );
    expect(refusal.action).to.equal('ecr:DescribeImages');
    await thrownBy(
      ask(WEB, async () => ({imageDetails: []})),
      AwsRefusal,
    );
  });
});

async function ask(image: EcrName, answering: Answering): Promise<EcrImage | null> {
  const sdk = playSdkWorld(HEALTHY, (call, asAws) =>
    call.service === 'ecr' ? answering(call, asAws) : Promise.resolve(asAws()),
  );
  try {
    return await probe().facts.ecrImage('service', image);
  } finally {
    sdk.restore();
  }
}
