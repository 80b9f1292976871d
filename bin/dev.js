#!/usr/bin/env node
// The same tool from its sources: what tests start, so that they never meet a stale build.
import {launch} from './launch.js';

launch({sources: true});
