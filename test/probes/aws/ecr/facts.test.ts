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

describe('ECR lists of platforms', () => {
  const LIST: EcrName = {...WEB, by: {digest: 'sha256:1'}};

  it('are read from the manifest that the digest is of, with what attests an image told apart', async () => {
    const inputs: unknown[] = [];
    const manifests = [
      {digest: 'sha256:2', platform: {os: 'linux', architecture: 'arm64', variant: 'v8'}},
      {digest: 'sha256:3', platform: {os: 'unknown', architecture: 'unknown'}},
      {digest: 'sha256:4'},
    ];
    const found = await platforms(LIST, async ({input}) => {
      inputs.push(input);
      return {images: [{imageManifest: JSON.stringify({manifests})}], failures: []};
    });
    expect(found).to.deep.equal([
      {digest: 'sha256:2', platform: 'linux/arm64/v8'},
      {digest: 'sha256:3', platform: null},
      {digest: 'sha256:4', platform: null},
    ]);
    expect(inputs).to.deep.equal([
      {
        registryId: '999999999999',
        repositoryName: 'web',
        imageIds: [{imageDigest: 'sha256:1'}],
        acceptedMediaTypes: [
          'application/vnd.docker.distribution.manifest.list.v2+json',
          'application/vnd.oci.image.index.v1+json',
        ],
      },
    ]);
  });

  it('are null where there is none, and refusals where the answer is no list', async () => {
    const failing = (failureCode: string) => platforms(LIST, async () => ({images: [], failures: [{failureCode}]}));
    expect(await failing('ImageNotFound')).to.equal(null);
    expect(await platforms(LIST, () => Promise.reject(refusedWith('RepositoryNotFoundException')))).to.equal(null);
    for (const answer of [
      {images: [], failures: []},
      {images: [{imageManifest: 'a page'}]},
      {images: [{imageManifest: '{"layers":[]}'}]},
      {images: [{imageManifest: 'null'}]},
      {images: [{imageManifest: '{"manifests":[{}]}'}]},
      {images: [{imageManifest: '{"manifests":7}'}]},
    ]) {
      const refusal = await thrownBy(
        platforms(LIST, async () => answer),
        AwsRefusal,
      );
      expect(refusal.action, JSON.stringify(answer)).to.equal('ecr:BatchGetImage');
    }
    await thrownBy(failing('KmsError'), AwsRefusal);
  });
});

describe('ECR pull-through cache rules', () => {
  it('are those of the registry, of every page', async () => {
    const pages = [
      {
        pullThroughCacheRules: [{ecrRepositoryPrefix: 'hub', upstreamRegistryUrl: 'registry-1.docker.io'}],
        nextToken: '2',
      },
      {pullThroughCacheRules: [{ecrRepositoryPrefix: 'ROOT', upstreamRegistryUrl: 'public.ecr.aws'}]},
    ];
    const inputs: unknown[] = [];
    const rules = await played(
      async ({input}) => {
        inputs.push(input);
        return pages[inputs.length - 1] ?? {};
      },
      () => probe().facts.ecrCacheRules('service', WEB),
    );
    expect(rules).to.deep.equal([
      {prefix: 'hub', upstream: 'registry-1.docker.io'},
      {prefix: 'ROOT', upstream: 'public.ecr.aws'},
    ]);
    expect(inputs[0]).to.deep.include({registryId: '999999999999'});
  });
});

function platforms(list: EcrName, answering: Answering) {
  return played(answering, () => probe().facts.ecrPlatforms('service', list));
}

function ask(image: EcrName, answering: Answering): Promise<EcrImage | null> {
  return played(answering, () => probe().facts.ecrImage('service', image));
}

async function played<T>(answering: Answering, ask: () => Promise<T>): Promise<T> {
  const sdk = playSdkWorld(HEALTHY, (call, asAws) =>
    call.service === 'ecr' ? answering(call, asAws) : Promise.resolve(asAws()),
  );
  try {
    return await ask();
  } finally {
    sdk.restore();
  }
}
