#!/usr/bin/env node
// The same tool from its sources, for tests, so that they never run a stale build.
import {launch} from './launch.js';

launch({sources: true});
