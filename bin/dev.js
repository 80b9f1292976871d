#!/usr/bin/env node
// The same tool from its sources, with no build: for whoever works on it.
import {launch} from './launch.js';

launch({sources: true});
