import { Document, Scalar, visit } from 'yaml';
import { escaped } from './go-string';
import type { Manifest } from './manifests';

// YAML 1.1 takes some of these for line breaks, and Go's parser refuses the others, unless they are escaped
const mustBeEscaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Objects as one YAML text of several documents, as `kubectl apply` reads it. */
export function manifestYaml(objects: readonly Manifest[]): string {
  return objects.map(documentText).join('---\n');
}

function documentText(object: Manifest): string {
  const document = new Document(object, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && node.value.search(mustBeEscaped) >= 0) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // outside of quotes there are none left
  return document.toString({ lineWidth: 0, directives: false, singleQuote: false }).replace(mustBeEscaped, escaped);
}
