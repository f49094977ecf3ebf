import { App } from 'cdk8s';
import { FrontEnd } from './front-end';
import { Inference } from './inference';

const namespace = 'chat';
const trusteeAddress = 'https://203.0.113.10:8081/api';
const frontEndLabels = { app: 'front-end' };

const app = new App();
const inference = new Inference(app, 'inference', { namespace, trusteeAddress, clientLabels: frontEndLabels });
new FrontEnd(app, 'front-end', {
  namespace,
  trusteeAddress,
  labels: frontEndLabels,
  endpoint: inference.endpoint,
  apiKey: inference.apiKey,
});
app.synth();
