import {type Reasons, SAYS} from './reasons.ts';

export const ECR_REASONS: Reasons = {
  members: {
    ecr: [
      {
        of: 'Image',
        unread: 'imageId imageManifestMediaType registryId repositoryName',
        because: 'say what was asked for, and that it is a list, which its manifest says itself',
      },
      {of: 'ImageFailure', unread: 'imageId', because: 'is the image that was asked for'},
      {
        of: 'PullThroughCacheRule',
        unread: 'credentialArn customRoleArn registryId upstreamRegistry upstreamRepositoryPrefix',
        because: 'say how an image is fetched and by which name; that it may be is enough not to call it missing',
      },
      {of: 'PullThroughCacheRule', unread: 'createdAt updatedAt', because: SAYS.past},
      {
        of: 'DescribeImagesResponse',
        unread: 'nextToken',
        because: 'is of lists; one image is asked for by its tag or digest, which AWS answers in one page',
      },
      {of: 'ImageDetail', unread: 'registryId repositoryName', because: SAYS.names},
      {
        of: 'ImageDetail',
        unread: 'imagePushedAt lastActivatedAt lastArchivedAt lastRecordedPullTime',
        because: SAYS.past,
      },
      {
        of: 'ImageDetail',
        unread: 'imageTags',
        because: 'are the other tags of the same image; what the tag that is meant names is asked for by that tag',
      },
      {
        of: 'ImageDetail',
        unread: 'imageScanFindingsSummary imageScanStatus',
        because: 'say what a scan has found in the image, which starts and answers all the same',
      },
      {
        of: 'ImageDetail',
        unread: 'artifactMediaType imageSizeInBytes subjectManifestDigest',
        because:
          'describe the artifact; that it is an image, or lists several, is read from the media type of its manifest',
      },
    ],
  },
  fields: [
    {
      of: 'EcrName',
      unread: 'registryId region by by.tag by.digest',
      because: 'is what is asked for, and no answer: the probe reads it',
    },
  ],
};
