import { versionsOf } from '../../description/derived';
import type { Description } from '../../description/description';
import type { ServerSettings } from '../settings';
import { clientPage } from './client';
import { modelPage } from './model';
import { nodesPage, vllmPage, webhookPage } from './cluster';
import { overviewPage } from './overview';
import type { PageContext } from './page';
import { trusteePage } from './trustee';

/** The pages of a runbook: file name to Markdown. */
export function pages(described: Description, settings: ServerSettings): readonly (readonly [string, string])[] {
  const address = described.trustee.address.replace(/\/+$/, '');
  const context: PageContext = { described, settings, versions: versionsOf(described), address };
  return [
    ['README.md', overviewPage(context)],
    ['step-1-model.md', modelPage(context)],
    ['step-2-trustee.md', trusteePage(context)],
    ['step-3-nodes.md', nodesPage(context)],
    ['step-4-webhook.md', webhookPage(context)],
    ['step-5-vllm.md', vllmPage(context)],
    ['step-6-client.md', clientPage(context)],
  ];
}
