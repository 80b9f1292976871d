import {expect} from 'chai';
import {readImageReference} from '../../../src/domain/targets/image-reference.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const REGISTRY = '444444444444.dkr.ecr.eu-central-1.amazonaws.com';

describe('the reference to an image', () => {
  for (const [image, name, tag, digest] of [
    ['nginx', 'nginx', 'latest', null],
    ['nginx:1.27', 'nginx', '1.27', null],
    ['localhost:5000/team/web', 'localhost:5000/team/web', 'latest', null],
    ['localhost:5000/team/web:7', 'localhost:5000/team/web', '7', null],
    [`ghcr.io/team/web@${DIGEST}`, 'ghcr.io/team/web', null, DIGEST],
    [`${REGISTRY}/web:7@${DIGEST}`, `${REGISTRY}/web`, '7', DIGEST],
  ] as const) {
    it(`is taken apart: ${image}`, () => {
      expect(readImageReference(image)).to.deep.include({name, tag, digest});
    });
  }

  it('names registry, region and repository where it is one of ECR', () => {
    const web = {registryId: '444444444444', region: 'eu-central-1', repository: 'team/web'};
    for (const host of [
      REGISTRY,
      '444444444444.dkr.ecr-fips.eu-central-1.amazonaws.com',
      '444444444444.dkr-ecr.eu-central-1.on.aws',
    ]) {
      expect(readImageReference(`${host}/team/web:7`).ecr, host).to.deep.equal(web);
    }
    expect(readImageReference('444444444444.dkr.ecr.cn-north-1.amazonaws.com.cn/web').ecr?.region).to.equal(
      'cn-north-1',
    );
    for (const other of [
      'public.ecr.aws/nginx/nginx',
      'web:7',
      `evil.com/${REGISTRY}/web`,
      'x444444444444.dkr.ecr.eu-central-1.amazonaws.com/w',
    ]) {
      expect(readImageReference(other).ecr, other).to.equal(null);
    }
  });
});
