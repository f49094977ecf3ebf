import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safeDescription, unsafeDescription } from '../../cli/report/subjects';
import { expectEqual, expectText } from '../expectation';
import { RunningCai } from '../model/running-cai';
import { Browser } from '../report/browser';
import { chromium } from '../report/chromium';
import type { Scenario } from '../scenario';

const url = 'file:///work/report.html';

// a narrow phone, a tablet, a desk
const widths = [360, 420, 800, 1280];

const sections = [
  'Unsafe switches in use',
  'Flow and trust boundaries',
  'What protects each asset',
  'Versions and compatibility',
  'Secured ports',
  'Threats in short',
  'What remains open',
  'Appendix: injected Pod: Deployment/cai-vllm',
];

/** The page of `cai report` in a real browser: on screens, and on paper. */
const scenario: Scenario = {
  name: 'security report',
  // it uses the machine, not the cluster
  needs: ['node'],
  artefacts: [chromium],
  async run({ say }) {
    const folder = mkdtempSync(join(tmpdir(), 'security-report-'));
    try {
      for (const [name, description] of [
        ['unsafe', unsafeDescription],
        ['safe', safeDescription],
      ] as const) {
        await makeReport(folder, description);
        const browser = await Browser.start(chromium.folder, folder);
        try {
          await expectScreens(browser);
          await expectPaper(browser);
          expectQuiet(browser);
        } finally {
          browser.close();
        }
        say(`the ${name} report fits every screen, prints, and asks for nothing`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default scenario;

async function makeReport(folder: string, description: string): Promise<void> {
  writeFileSync(join(folder, 'cai.yaml'), description);
  const { code, stderr } = await new RunningCai(['report', '--force'], folder, { PATH: '/usr/bin:/bin' }).ended;
  expectEqual(code, 0, `what cai report ended with (${stderr})`);
}

async function expectScreens(browser: Browser): Promise<void> {
  for (const width of widths) {
    await browser.setWidth(width);
    await browser.open(url);
    const page = await browser.evaluate<number>('document.documentElement.scrollWidth');
    if (page > width) throw new Error(`the page is ${page} wide on a screen of ${width}`);
    if (width > 640) continue;
    expectEqual(await browser.evaluate<string[]>(cut), [], 'what has to be scrolled sideways on a phone');
  }
  const headings = await browser.evaluate<string[]>(
    '[...document.querySelectorAll("h2")].map((one) => one.textContent)',
  );
  expectEqual(headings, sections, 'the headings that the browser shows');
  expectText(await browser.evaluate<string>('document.body.innerText'), 'qwen2.5-3b-instruct', 'gocryptfs');
  // the policy of the page lets its own style sheet through, and no other
  const border = await browser.evaluate<string>('getComputedStyle(document.querySelector("h2")).borderTopStyle');
  expectEqual(border, 'solid', 'a rule of the style sheet');
  expectEqual(await browser.evaluate<string[]>(overflowing), [], 'texts of the picture that leave their boxes');
}

const cut = `[...document.querySelectorAll('.scroll, pre')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.innerText.slice(0, 80))`;

/** Texts of the picture that are wider than the box that they stand in, or leave the picture. */
const overflowing = `(() => {
  const boxes = [...document.querySelectorAll('svg rect')].map((one) => one.getBoundingClientRect());
  const within = (inner, outer) => inner.left >= outer.left && inner.right <= outer.right;
  const around = (y, text) => boxes.filter((box) => box.top <= y && box.bottom >= y && box.left <= text.left + text.width / 2 && box.right >= text.left + text.width / 2);
  const picture = document.querySelector('svg').getBoundingClientRect();
  return [...document.querySelectorAll('svg text')].filter((one) => {
    const text = one.getBoundingClientRect();
    const inner = around(text.top + text.height / 2, text).sort((a, b) => a.width - b.width)[0] ?? picture;
    return !within(text, one.classList.contains('name') || one.classList.contains('fact') ? inner : picture);
  }).map((one) => one.textContent);
})()`;

async function expectPaper(browser: Browser): Promise<void> {
  const pdf = (await browser.pdf()).toString('latin1');
  const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
  if (pages < 5 || pages > 60) throw new Error(`the report has ${pages} pages on paper`);
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
  expectEqual([Math.round(Number(width)), Math.round(Number(height))], [595, 842], 'the size of a page: A4, in points');
  await browser.ask('Emulation.setEmulatedMedia', { media: 'print' });
  const hidden = await browser.evaluate<string[]>(
    '[...document.querySelectorAll("details > pre")].filter((one) => !one.checkVisibility()).map((one) => one.parentElement.innerText)',
  );
  expectEqual(hidden, [], 'what is folded away on paper');
}

/** No request but for the page itself, no message in the console, no rule that was broken. */
function expectQuiet({ events }: Browser): void {
  const requests = events
    .filter(({ method }) => method === 'Network.requestWillBeSent')
    .map(({ params }) => (params.request as { url: string }).url);
  expectEqual([...new Set(requests)], [url], 'what the page asks for');
  const said = events.filter(({ method }) =>
    ['Log.entryAdded', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown'].includes(method),
  );
  expectEqual(said, [], 'what the browser complains of');
}
