import {type Exchange, sendError} from './exchange.ts';

export type Handler = (exchange: Exchange) => void | Promise<void>;

/** Handlers by exact path and method. */
export type Routes = ReadonlyMap<string, Readonly<Record<string, Handler>>>;

/** Answers an exchange with its handler, or with 404 or 405 when there is none for this path or method. */
export async function dispatch(routes: Routes, exchange: Exchange): Promise<void> {
  const {request, response, path} = exchange;
  const methods = routes.get(path);
  if (methods === undefined) {
    return sendError(
      response,
      404,
      'not-found',
      `${path}: nothing answers here; everything but /health is below BASE_PATH`,
    );
  }
  const method = request.method ?? '';
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler === undefined) {
    const allowed = Object.keys(methods).join(', ');
    response.setHeader('Allow', allowed);
    return sendError(response, 405, 'method-not-allowed', `${path}: ${method} is not answered here, only ${allowed}`);
  }
  await handler(exchange);
}
