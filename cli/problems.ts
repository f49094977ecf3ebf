import type { ProblemKind } from '../problems';
import { clientCatalogue } from './client/problems';
import { descriptionCatalogue } from './description/problems';
import { doctorCatalogue } from './doctor/problems';
import { generalCatalogue } from './general-problems';
import { modelCatalogue } from './model/problems';
import { reportCatalogue } from './report/problems';
import { runbookCatalogue } from './runbook/problems';
import { trusteeCatalogue } from './trustee/problems';

/**
 * What `cai` can report, in the order of the codes: CAI70xx any command, CAI71xx cai.yaml and what is made of it, CAI72xx the
 * model, CAI73xx the client, CAI74xx the cluster, CAI75xx the runbook and Trustee, CAI76xx the report.
 */
export const cliCatalogue: readonly ProblemKind[] = [
  ...generalCatalogue,
  ...descriptionCatalogue,
  ...modelCatalogue,
  ...clientCatalogue,
  ...doctorCatalogue,
  ...runbookCatalogue,
  ...trusteeCatalogue,
  ...reportCatalogue,
];
