import { modeLabel, modeLabelValue, optionsAnnotation, sidecarOrder, statusAnnotation } from '../../injection';

it('keeps the names that others rely on', () => {
  expect([optionsAnnotation, modeLabel, modeLabelValue, statusAnnotation]).toEqual([
    'trustiflux.alibaba.com/ack-cai-options',
    'trustiflux.alibaba.com/confidential-computing-mode',
    'ACK-CAI',
    'trustiflux.alibaba.com/cai-status',
  ]);
  expect(sidecarOrder).toEqual([
    'cai-sidecar-attestation-agent',
    'cai-sidecar-confidential-data-hub',
    'cai-sidecar-tng',
    'cai-sidecar-cachefs',
  ]);
});
