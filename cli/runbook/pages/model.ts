import { bucketOf, modelLocation } from '../../description/derived';
import { markdown, shell, word, type PageContext } from './page';

/** Step 1: encrypt and upload. */
export function modelPage({ described }: PageContext): string {
  const { model } = described;
  const bucket = bucketOf(described);
  const source = model.source ?? './model';
  return markdown(
    '# Step 1: encrypt the model and upload it',
    'On a machine that you trust and that may see the model: for a short while an ECS instance near the bucket, or one of your own. It needs room for the model twice.',
    '1. Install gocryptfs 2.4, which the Pods expect, and FUSE. On Alibaba Cloud Linux 3:',
    shell('sudo yum install -y gocryptfs fuse'),
    'On Anolis OS 23 `sudo yum install -y anolis-epao-release` comes before.',
    model.source === undefined
      ? `2. Put the model into \`${source}\`, or name its folder in cai.yaml as \`model.source\`. With ModelScope:`
      : `2. The model is in \`${source}\`. If it is not there yet, with ModelScope:`,
    shell('pip3 install modelscope', `modelscope download --model <owner>/<model> --local_dir ${word(source)}`),
    `3. Encrypt it. Without a key file a random key is made, in \`${model.keyFile}\`. That file opens the model: it goes to the server of Trustee in step 2, and to nobody else.`,
    shell(`cai model encrypt ${word(source)} ${word(model.encrypted)} --key-file ${word(model.keyFile)}`),
    '4. Prove that every file can be read back:',
    shell(`cai model verify ${word(model.encrypted)} --key-file ${word(model.keyFile)}`),
    bucket
      ? `5. Upload the encrypted files to \`${modelLocation(described)}\`:`
      : `5. Copy all of \`${model.encrypted}\` into the volume behind ${modelLocation(described)}.`,
    bucket !== undefined && shell('cai model upload --run'),
    `Then delete \`${source}\` from this machine if it is not yours. [Step 2](step-2-trustee.md)`,
  );
}
