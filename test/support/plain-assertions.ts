/**
 * Loaded by mocha into every process that runs tests. Chai wraps each assertion into a proxy, to name a property that
 * it does not have; the compiler does that.
 */
import {config} from 'chai';

config.useProxy = false;
