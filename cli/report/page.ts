import { modelLocation } from '../description/derived';
import { createHash } from 'node:crypto';
import { assetsSection, openSection, switchesSection, threatsSection } from './findings-sections';
import { markup, trusted, type Html } from './html';
import { facts, sectionOf, type Section } from './parts';
import { flowSection, podSection, portsSection } from './pod-sections';
import { style } from './style';
import type { Subject } from './subject';
import { isUnsafe, type Severity } from './switches';
import { versionsSection } from './versions-section';

/** What the page says of itself. */
export interface Imprint {
  /** Year, month and day. */
  readonly date: string;
  /** Of the tool. */
  readonly version: string;
}

// what somebody has to decide about comes first, and what is only looked up last
function sectionsOf(subject: Subject): Section[] {
  const pods = subject.pods.map((pod, index) => ({
    isProtected: pod.protection !== undefined,
    section: podSection(pod, index),
  }));
  return [
    switchesSection(subject),
    ...pods.filter(({ isProtected }) => !isProtected).map(({ section }) => section),
    flowSection(subject),
    assetsSection(subject),
    versionsSection(subject),
    portsSection(subject),
    threatsSection(subject),
    openSection(),
    ...pods.filter(({ isProtected }) => isProtected).map(({ section }) => section),
  ];
}

function verdict({ switches }: Subject): Html {
  const count = (severity: Severity): number => switches.filter((one) => one.severity === severity).length;
  const tile = (severity: Severity, text: string): Html =>
    markup`<li class="${count(severity) === 0 ? 'none' : severity}">
      <b>${count(severity) === 0 ? 'None' : count(severity)}</b>${text}
    </li>`;
  const worst = switches.filter(({ severity }) => severity === 'breaks');
  return markup`<ul class="verdict-box">
      ${tile('breaks', '▲ switches that break a protection')}${tile('weakens', '△ switches that weaken one')}${count('note') === 0 ? '' : markup`<li><b>${count('note')}</b>○ notes</li>`}
    </ul>
    ${
      worst.length === 0
        ? markup`<p>
            ${switches.some(isUnsafe) ? 'No protection is switched off; what is weakened is listed below.' : 'No protection is switched off or weakened.'}
          </p>`
        : markup`<ul>
            ${worst.map(({ id, title, where }) => markup`<li><a href="#${id}">${id}</a> ${title}: <code>${where}</code></li>`)}
          </ul>`
    }`;
}

/** The whole report: one page that loads nothing. The same subject and imprint give the same bytes. */
export function reportPage(subject: Subject, { date, version }: Imprint): string {
  const { title, inputs, pods, description } = subject;
  const sections = sectionsOf(subject);
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="cai ${version}" />
        <title>Security report: ${title}</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        <header>
          <p class="kind">Security report · confidential inference</p>
          <h1>${title}</h1>
          ${facts([
            ['Date', date],
            ['Made by', `cai ${version}`],
            ...inputs.map(({ name, mark }) => ['Read', markup`<code>${name}</code> (${mark})`] as const),
            ...(description
              ? ([
                  [
                    'Trustee',
                    markup`<code>${description.trustee.address}</code>,
                      ${description.trustee.hosting === 'ecs' ? 'at the cloud provider' : 'on a server of your own'}`,
                  ],
                  ['Encrypted model', markup`<code>${modelLocation(description)}</code>`],
                  ['Namespace', markup`<code>${description.releases.vllm.namespace}</code>`],
                ] as const)
              : []),
            [
              'Pods',
              pods.map((pod, index) => markup`${index === 0 ? '' : ', '}<a href="#pod-${index}">${pod.title}</a>`),
            ],
          ])}
          ${verdict(subject)}
          <nav aria-label="Contents">
            <ol>
              ${sections.map((one) => markup`<li><a href="#${one.id}">${one.title}</a></li>`)}
            </ol>
          </nav>
        </header>
        <main>${sections.map(sectionOf)}</main>
        <footer>
          Made by cai ${version} on ${date}. This page loads nothing and runs no script. It holds no secret: values of
          the application's environment are masked.
        </footer>
      </body>
    </html>
`;
  return page.text;
}
