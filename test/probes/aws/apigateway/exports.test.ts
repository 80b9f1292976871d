import * as rest from '@aws-sdk/client-api-gateway';
import * as http from '@aws-sdk/client-apigatewayv2';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {mockedSdk, probe} from '../../../support/aws-answers.ts';
import {apiRoute, servedApi} from '../../../support/aws-facts.ts';
import {openApiExport} from '../../../support/openapi-export.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {HTTP_API, REST_API} from './sdk-answers.ts';

describe('what a stage of an API serves', () => {
  const sdk = mockedSdk();

  beforeEach(() => {
    sdk.reset();
    sdk.apigateway.on(rest.GetStagesCommand).resolves({item: [{stageName: 'prod'}]});
    sdk.apigatewayv2.on(http.GetStagesCommand).resolves({Items: [{StageName: 'prod'}]});
  });

  after(() => sdk.restore());

  const exportsRest = (document: unknown) => {
    sdk.apigateway.on(rest.GetExportCommand).resolves({body: encoded(document)});
    return probe().facts.servedApi('api', REST_API, 'prod');
  };

  const exportsHttp = (document: unknown) => {
    sdk.apigatewayv2.on(http.ExportApiCommand).resolves({body: encoded(document)});
    return probe().facts.servedApi('api', HTTP_API, 'prod');
  };

  it('is asked for with the extensions of API Gateway', async () => {
    await exportsRest(openApiExport(servedApi()));
    expect(sdk.apigateway.commandCalls(rest.GetExportCommand)[0]?.args[0].input).to.deep.equal({
      restApiId: 'rest1',
      stageName: 'prod',
      exportType: 'oas30',
      accepts: 'application/json',
      parameters: {extensions: 'apigateway'},
    });
    await exportsHttp(openApiExport(servedApi()));
    expect(sdk.apigatewayv2.commandCalls(http.ExportApiCommand)[0]?.args[0].input).to.deep.equal({
      ApiId: 'http1',
      StageName: 'prod',
      Specification: 'OAS30',
      OutputType: 'JSON',
      IncludeExtensions: true,
    });
  });

  it('is each operation with its integration and its guards', async () => {
    const routes = [
      apiRoute({authorization: 'NONE'}),
      apiRoute({method: 'GET', path: '/a', authorization: 'AWS_IAM', apiKeyRequired: true}),
      apiRoute({method: 'POST', path: '/a', authorization: 'CUSTOM'}),
      apiRoute({method: 'GET', path: '/b', authorization: 'COGNITO_USER_POOLS'}),
    ];
    const served = servedApi({routes, minimumCompressionSize: 0});
    expect(await exportsRest(openApiExport(served))).to.deep.equal(served);
  });

  it('says what else refuses requests: a resource policy, what is validated, preflights', async () => {
    const served = servedApi({
      routes: [
        apiRoute(),
        {...apiRoute({path: '/a'}), validates: ['body']},
        {...apiRoute({path: '/b'}), validates: ['body', 'parameters']},
      ],
      resourcePolicy: [
        {
          effect: 'Deny',
          isForAnybody: true,
          actions: ['execute-api:Invoke'],
          resources: ['execute-api:/*'],
          conditions: ['NotIpAddress aws:SourceIp'],
        },
      ],
    });
    expect(await exportsRest(openApiExport(served))).to.deep.equal(served);
    const preflights = servedApi({answersPreflights: true});
    expect(await exportsHttp(openApiExport(preflights))).to.deep.equal(preflights);
  });

  it('validates nothing where no model of a body and no parameter is required', async () => {
    const name = 'x-amazon-apigateway-request-validator';
    const operation = {
      parameters: [
        {name: 'proxy', in: 'path', required: true},
        {name: 'v', in: 'query'},
      ],
      'x-amazon-apigateway-integration': {type: 'http_proxy'},
    };
    const validators = {all: {validateRequestBody: true, validateRequestParameters: true}};
    const document = {[name]: 'all', [`${name}s`]: validators, paths: {'/{proxy+}': {get: operation}}};
    expect((await exportsRest(document)).routes[0]?.validates).to.deep.equal([]);
    const asked = {...operation, [name]: 'all', parameters: [{name: 'X-V', in: 'header', required: true}]};
    const own = await exportsRest({...document, [name]: undefined, paths: {'/a': {get: asked}}});
    expect(own.routes[0]?.validates).to.deep.equal(['parameters']);
    const missing = exportsRest({...document, [`${name}s`]: {}});
    expect((await thrownBy(missing, Error)).message).to.include('x-amazon-apigateway-request-validators.all');
  });

  it('of an HTTP API has its default route, shared integrations, and routes without one', async () => {
    const served = await exportsHttp({
      paths: {
        '/$default': {
          'x-amazon-apigateway-any-method': {
            isDefaultRoute: true,
            'x-amazon-apigateway-integration': {$ref: '#/components/x-amazon-apigateway-integrations/one'},
          },
        },
        '/a': {get: {security: [{jwt: ['read']}]}, parameters: []},
      },
      components: {
        securitySchemes: {jwt: {type: 'oauth2', 'x-amazon-apigateway-authorizer': {type: 'jwt'}}},
        'x-amazon-apigateway-integrations': {
          one: {type: 'http_proxy', uri: 'arn:listener', tlsConfig: {serverNameToVerify: 'api.georgi.io'}},
        },
      },
    });
    expect(
      served.routes.map(({method, path, authorization, integration}) => [
        method,
        path,
        authorization,
        integration?.uri,
        integration?.tlsServerName,
      ]),
    ).to.deep.equal([
      ['ANY', '$default', 'NONE', 'arn:listener', 'api.georgi.io'],
      ['GET', '/a', 'JWT', undefined, undefined],
    ]);
  });

  it('shows the variables that integrations resolve, and no others', async () => {
    const variables = {host: 'api.georgi.io', token: 'hunter2', hostess: 'hunter2'};
    sdk.apigateway.on(rest.GetStagesCommand).resolves({item: [{stageName: 'prod', variables}]});
    const integration = {type: 'http_proxy', uri: `https://\${stageVariables.host}/a`};
    const served = await exportsRest({paths: {'/a': {get: {'x-amazon-apigateway-integration': integration}}}});
    expect(served.variables).to.deep.equal({host: 'api.georgi.io'});
  });

  it('is refused where the answer is not such a document, or was exported without extensions', async () => {
    const integration = {type: 'http_proxy'};
    for (const [document, what] of [
      ['text', 'has no readable body'],
      [{paths: {'/a': {get: {}}}}, 'lacks the member body.paths./a.get.x-amazon-apigateway-integration'],
      [
        {paths: {'/a': {get: {'x-amazon-apigateway-integration': {...integration, timeoutInMillis: '1'}}}}},
        'timeoutInMillis',
      ],
      [
        {paths: {'/a': {get: {security: [{gone: []}], 'x-amazon-apigateway-integration': integration}}}},
        'lacks the member securitySchemes.gone',
      ],
      [
        {
          paths: {'/a': {get: {security: [{new: []}], 'x-amazon-apigateway-integration': integration}}},
          components: {securitySchemes: {new: {type: 'mutualTLS'}}},
        },
        'a security scheme of type mutualTLS',
      ],
    ] as const) {
      const refusal = await thrownBy(exportsRest(document), AwsRefusal);
      expect(refusal.message, what).to.include(what);
    }
    sdk.apigateway.on(rest.GetExportCommand).resolves({body: new Uint8Array([60]) as never});
    const refusal = await thrownBy(probe().facts.servedApi('api', REST_API, 'prod'), AwsRefusal);
    expect(refusal.message).to.include('a body that is not JSON');
  });
});

function encoded(document: unknown) {
  return new TextEncoder().encode(JSON.stringify(document)) as never;
}
