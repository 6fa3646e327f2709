// Starts the page: every part looks at the state and draws itself.
import * as controls from './controls.js';
import * as doing from './doing.js';
import * as elsewhere from './elsewhere.js';
import * as alarms from './alarms.js';
import * as progress from './progress.js';
import * as suggestion from './suggestion.js';
import * as pixel from './pixel.js';
import * as light from './light.js';
import * as log from './log.js';
import * as regions from './regions.js';
import * as tabs from './tabs.js';
import * as maps from './maps.js';
import * as exporting from './exporting.js';
import * as plan from './plan.js';
import * as letters from './letters.js';
import * as past from './past.js';
import * as sound from './sound.js';
import * as keyboard from './keyboard.js';
import { listen } from './stream.js';
import { changed } from './state.js';

for (const part of [tabs, controls, doing, elsewhere, alarms, progress, suggestion, pixel, light, log, regions, maps, past, plan, letters, sound, exporting, keyboard]) part.start();
listen();
changed();
