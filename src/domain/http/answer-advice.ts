/** What to do about an answer of HTTP that is not the expected one, by what it is. */

/** By a status that was not expected. */
export function statusAdvice(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return 'See who refuses: the credentials of the request, a WAF, or a rule that asks for a login or a token.';
    case 404:
      return 'See the path, and which listener rule wins for it: a fixed response 404 is the default of many listeners.';
    case 405:
      return 'See the method of the request, and which service answers.';
    case 421:
      return 'See which host names the server accepts: it refuses the Host header of this request.';
    case 429:
      return 'See whose limit it is: the server, a WAF or an API gateway; then wait, or ask less often.';
    case 464:
      return "See the target group's protocol version: it does not fit the client's.";
    case 502:
      return 'See the targets: they refuse or break the connection, or answer something that is not HTTP.';
    case 503:
      return 'See the target group of the rule that wins: it has no target, or none that may get requests.';
    case 504:
      return 'See whether the targets answer in time: security groups on the way to them, and the idle timeout.';
    default:
      if (status >= 500) return 'See the logs of the service and its targets behind the load balancer.';
      return 'See the path, the method, the headers and the listener rule that wins.';
  }
}

/** By a web page that came instead. */
export function pageAdvice(page: 'login page' | 'page'): string {
  return page === 'login page'
    ? 'Let this path through without a login if its clients are not browsers: see which listener rule or proxy asks for it.'
    : 'See which service answers with a web page, and which listener rule sends the path there.';
}
