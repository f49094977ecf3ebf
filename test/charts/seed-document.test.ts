import { printed } from '../support/helm-binary';
import { helmTemplate } from '../support/helm-binary';
import { parseRendered } from '../support/rendered';
import { chartFolder } from '../support/scratch-folder';
import { chartFiles } from '../../helm';
import type { Values } from './product-chart';
import { vllm } from './products';

const chart = chartFolder(chartFiles(vllm.definition));
const caseNamed = (name: string) => vllm.caseNamed(name);

describe("the document's values", () => {
  const inDocument = {
    Deployment: {
      metadata: { name: 'cai-vllm', namespace: 'space' },
      spec: {
        template: {
          metadata: {
            labels: { 'trustiflux.alibaba.com/confidential-computing-mode': 'ACK-CAI' },
            annotations: { 'trustiflux.alibaba.com/ack-cai-options': caseNamed('seed-document').values.caiOptions },
          },
          spec: {
            containers: [{ name: 'inference-service' }],
            volumes: expect.arrayContaining([
              { name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss', readOnly: true } },
            ]) as unknown,
            nodeSelector: { 'ack.aliyun.com/nvidia-driver-version': '550.144.03' },
          },
        },
      },
    },
    Service: { metadata: { name: 'cai-vllm-svc' }, spec: { type: 'LoadBalancer', ports: [{ port: 8080 }] } },
    Secret: { stringData: { akId: 'LTAI-example-id', akSecret: 'example-secret' } },
    PersistentVolumeClaim: { metadata: { name: 'pvc-oss' }, spec: { storageClassName: '' } },
    PersistentVolume: {
      spec: {
        storageClassName: '',
        claimRef: { name: 'pvc-oss', namespace: 'space' },
        csi: {
          driver: 'ossplugin.csi.alibabacloud.com',
          nodePublishSecretRef: { name: 'cai-vllm-oss', namespace: 'space' },
          volumeAttributes: {
            bucket: 'conf-ai',
            path: '/qwen2.5-3b-gocryptfs/',
            url: 'https://oss-cn-beijing-internal.aliyuncs.com',
          },
        },
      },
    },
  };

  it('give the objects of the document, bound to each other by name', async () => {
    const objects = parseRendered(
      await printed(helmTemplate(chart, '--skip-tests', '-f', caseNamed('seed-document').path)),
    );
    // the chart's own addition: what tells before an upgrade that the volume cannot change
    const ofDocument = objects.filter(({ kind }) => kind !== 'ConfigMap');
    const byKind = Object.fromEntries(ofDocument.map((object) => [object.kind, object])) as Record<string, Values>;
    expect(Object.keys(byKind).sort()).toEqual(Object.keys(inDocument).sort());
    expect(byKind).toMatchObject(inDocument);
    const volume = byKind.PersistentVolume as { metadata: { name: string }; spec: { csi: { volumeHandle: string } } };
    expect(volume.spec.csi.volumeHandle).toBe(volume.metadata.name);
    expect(byKind.PersistentVolumeClaim).toMatchObject({ spec: { volumeName: volume.metadata.name } });
    expect(byKind.Secret).toMatchObject({ metadata: { name: 'cai-vllm-oss' } });
  });
});
