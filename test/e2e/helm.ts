import { helm3 } from './go-tools';
import { helmBinary, kubectlBinary } from '../support/helm-binary';

/** The same Helm 4 as in the tests of the charts, and a Helm 3 that is built here. */
export function helmBinaries(): { helm3: string; helm4: string } {
  return { helm3: helm3.path('helm'), helm4: helmBinary() };
}

/** For a cluster that is not ours; our own brings the kubectl of its version. */
export const publishedKubectl = kubectlBinary;
