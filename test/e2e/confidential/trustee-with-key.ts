import { modelKey } from '../images/encrypted-model';
import type { ScenarioContext } from '../scenario';
import { Trustee } from '../trustee/start-trustee';
import { keyId } from './pods';

/** A stand-in for Trustee with the key of the model, as the document imports it: without a line end. */
export async function trusteeWithKey({ cluster }: Pick<ScenarioContext, 'cluster'>): Promise<Trustee> {
  const trustee = await Trustee.start(cluster);
  trustee.importKey(keyId.replace('kbs:///', ''), modelKey);
  return trustee;
}
