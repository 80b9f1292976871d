// Loaded before an example server that listens on a port of its own choice: it gets a free one, and says which.
import {Server} from 'node:net';

const {listen} = Server.prototype;

Server.prototype.listen = function (...args) {
  const given = typeof args[0] === 'object' && args[0] !== null ? args[0].port : args[0];
  const onListening = args.findLast((arg) => typeof arg === 'function');
  this.once('listening', () => {
    process.stdout.write(`port ${given} is ready on port ${this.address().port}\n`);
  });
  return listen.call(this, {port: 0, host: '127.0.0.1'}, onListening);
};
