import {expect} from 'chai';
import {answerFaults} from '../../../src/domain/http/answer-faults.ts';
import {notAStream} from '../../../src/domain/streams/not-a-stream.ts';
import {httpAnswer, observed, streamAnswer} from '../../support/wire-facts.ts';

const HTML = {'content-type': 'text/html'};
const LOGIN = '<title>Sign in</title>';

describe('advice on an answer', () => {
  const advice = (status: number, body: string) => {
    const wanted = {
      url: 'https://mcp.example.com/',
      method: 'GET',
      status: 200,
      contentType: 'application/json',
      withinMs: 1000,
    };
    return answerFaults(httpAnswer({status, headers: HTML, body}), wanted).map(({fix}) => fix);
  };
  const streamAdvice = (status: number, sniff: string) =>
    notAStream(observed({}), streamAnswer({status, headers: HTML, sniff}))?.fix;

  it('is about the status where that is what is wrong, not about a login', () => {
    for (const status of [500, 502, 503, 504]) {
      expect(streamAdvice(status, '<h1>Error</h1>'))
        .to.match(/target|service/)
        .and.not.match(/login|sign-on/);
      expect(advice(status, '<h1>Error</h1>').join(' ')).to.not.match(/login|sign-on/);
    }
    expect(streamAdvice(502, '')).to.not.equal(streamAdvice(503, ''));
    expect(streamAdvice(503, '')).to.not.equal(streamAdvice(504, ''));
    expect(streamAdvice(404, '<h1>Not found</h1>')).to.include('which listener rule wins');
  });

  it('is about the login where a login page came', () => {
    expect(streamAdvice(200, LOGIN)).to.include('without a login');
    expect(advice(200, LOGIN)).to.deep.equal([streamAdvice(200, LOGIN)]);
    expect(streamAdvice(200, '<h1>Hello</h1>')).to.include('web page').and.not.include('login');
  });
});
