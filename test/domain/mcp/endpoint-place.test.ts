import {expect} from 'chai';
import {basePathIn, placeOf} from '../../../src/domain/mcp/endpoint-place.ts';

const STREAM = 'https://mcp.example.com/jessica-service/mcp/sse/stream';
const BASE = '/jessica-service';
const place = (data: string, stream = STREAM, base = BASE) =>
  placeOf(URL.parse(data, stream)?.href ?? null, stream, base);

describe('the place of an endpoint event', () => {
  it('is kept below the base path once', () => {
    for (const data of [
      '/jessica-service/mcp/sse/stream/messages/?session_id=1',
      '/jessica-service/messages/?sessionId=1',
      'messages/?session_id=1',
      'https://mcp.example.com:443/jessica-service/messages',
      // A path of its own that happens to begin alike.
      '/jessica-service/jessica-service-messages',
    ]) {
      expect(place(data), data).to.equal('kept');
    }
    expect(place('/anything', 'https://mcp.example.com/sse', '')).to.equal('kept');
  });

  it('has it missing or doubled, or is elsewhere, to the boundary', () => {
    expect(place('/mcp/sse/stream/messages/?session_id=1')).to.equal('base-missing');
    expect(place('/messages/?session_id=1')).to.equal('base-missing');
    expect(place('/jessica-service/jessica-service/mcp/messages')).to.equal('base-doubled');
    expect(place('/other-service/mcp/sse/stream/messages/')).to.equal('elsewhere');
    expect(place('/jessica-service2/messages')).to.equal('elsewhere');
  });

  it('is at another origin, by what differs', () => {
    expect(place('http://mcp.example.com/jessica-service/messages')).to.equal('plain-http');
    const onPort = 'https://mcp.example.com:8443/jessica-service/mcp/sse/stream';
    expect(place('http://mcp.example.com:8443/jessica-service/m', onPort)).to.equal('plain-http');
    for (const internal of [
      '10.0.3.7:8000',
      '[fd00::1]',
      'jessica:8000',
      'jessica.local',
      '127.0.0.1:8000',
      '172.31.0.9',
    ]) {
      expect(place(`http://${internal}/jessica-service/messages`), internal).to.equal('internal');
    }
    expect(place('http://mcp.example.com:8000/jessica-service/messages')).to.equal('internal');
    for (const other of ['mcp.example.net', '172.32.0.9', '203.0.113.7', 'eleven.example.com']) {
      expect(place(`https://${other}/jessica-service/messages`), other).to.equal('other-origin');
    }
    expect(place('http://10.0.3.8/m', 'http://10.0.3.7/sse', '')).to.equal('other-origin');
    expect(placeOf(null, STREAM, BASE)).to.equal('no-url');
  });

  it('is judged by the base path that a URL shows', () => {
    expect(basePathIn(STREAM)).to.equal(BASE);
    expect(basePathIn('https://x.example.com/a/b/mcp/')).to.equal('/a/b');
    expect(basePathIn('https://x.example.com/mcp')).to.equal('');
    expect(basePathIn('https://x.example.com/sse')).to.equal('');
    expect(basePathIn('https://x.example.com/jessica/live')).to.equal('/jessica');
    expect(basePathIn('https://x.example.com/live')).to.equal('');
    expect(basePathIn('https://x.example.com/')).to.equal('');
  });
});
