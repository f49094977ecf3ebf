import { ProblemsError } from '../problems';
import { openLog, placeOf } from './log';
import { readSettings, type Settings } from './settings';
import { Webhook } from './webhook';

function settingsOrEnd(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const settings = settingsOrEnd();
const log = openLog(settings.logLevel);

// What nobody expected: the message may quote what was being read, so Node.js must not print it.
process.on('uncaughtException', (error) => {
  log.fatal(placeOf(error), 'uncaught');
  log.flush(() => process.exit(1));
});

const webhook = new Webhook(settings, log);
let isLeaving = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    // who asks twice does not want to wait
    if (isLeaving) process.exit(1);
    isLeaving = true;
    void webhook.stop().then(() => {
      log.flush(() => process.exit(0));
    });
  });
}
void webhook.start();
