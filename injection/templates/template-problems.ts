import { define } from '../../problems';

/** The one thing that is wrong with sidecar templates alone. What is wrong with a key or value of them is so elsewhere, too. */
export const unreadableTemplates = define<{ fault: string }>({
  code: 'CAI5201',
  name: 'unreadable-templates',
  title: 'The sidecar templates are not a JSON object',
  fix: 'write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
  document: 'the text of the sidecar templates',
  says: (where, { fault }) => `${where} ${fault}`,
});
