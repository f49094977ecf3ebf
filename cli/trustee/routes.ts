import type { Problem } from '../../problems';
import type { Question, TrusteeClient } from './client';
import { openRoute } from './problems';

interface OwnersRoute extends Question {
  /** What it means that anybody may use it. */
  readonly means: string;
}

const read = (path: string, means: string): OwnersRoute => ({ method: 'GET', path, means });
// a policy without a name and without text: it is refused as such by whoever reads it
const set = (path: string): OwnersRoute => ({
  ...{ method: 'POST', path, body: {} },
  means: 'whoever reaches it can replace the attestation policy',
});

/** Routes for the owner of Trustee. None of these questions changes anything. */
const ownersRoutes: readonly OwnersRoute[] = [
  set('/kbs/v0/attestation-policy'),
  set('/attestation-service/policy'),
  set('/as/policy'),
  read('/kbs/v0/attestation-policies', 'the policies can be listed'),
  read('/attestation-service/policy/default', 'the attestation policy can be read'),
  read('/kbs/v0/resource-policy', 'the resource policy can be read'),
  read('/kbs/v0/resources', 'the names of the keys can be listed'),
  read('/rvps/query', 'the reference values can be read, and replaced by the routes beside it'),
  read('/audit/attestation', 'it tells who was attested, and how'),
  read('/audit/resources', 'it tells who got which key'),
  read('/aa-instance/list', 'it tells which machines there are'),
];

/** One problem for each route of the owner that is not closed. */
export async function openRoutes(client: TrusteeClient): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const { means, ...question } of ownersRoutes) {
    const status = await statusOf(client, question);
    // also where the service behind it fails: nobody asked who sends the question
    const isOpen = isRead(status);
    const route = `${question.method} ${question.path}`;
    if (isOpen) found.push(openRoute.at('', { route, means }));
  }
  return found;
}

/** Whether somebody looked into the body, and did not ask who sends it. */
function isRead(status: number): boolean {
  return (status >= 200 && status < 300) || status === 400 || status === 422 || status === 500;
}

async function statusOf(client: TrusteeClient, question: Question): Promise<number> {
  try {
    return (await client.ask(question)).status;
  } catch {
    return 0;
  }
}
