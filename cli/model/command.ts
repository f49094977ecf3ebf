import { Option, type Command } from 'commander';
import type { Io } from '../io';
import { describe, descriptionOption, outputOption } from '../manual';

const interrupted = { 130: 'interrupted by Ctrl-C', 143: 'interrupted by TERM' };

function keyFileOption(text: string): Option {
  return new Option('--key-file <file>', text);
}

export function modelCommand(program: Command, io: Io): void {
  const model = program.command('model').summary('encrypt, verify and upload a model');
  describe(model, {
    description: [
      'Step 1: a model is encrypted with gocryptfs where the plaintext lies, checked, and uploaded to OSS. The key goes to Trustee, which gives it to nobody but Pods that have proved what they are.',
    ],
    examples: [
      ['cai model encrypt Qwen2.5-3B-Instruct encrypted', 'encrypt a model, with a new key in encrypted.key'],
      ['cai model verify encrypted', 'prove that every file can be decrypted and is unchanged'],
      ['cai model upload -c cai.yaml', 'print the commands that upload it'],
    ],
  });
  encryptCommand(model, io);
  verifyCommand(model, io);
  uploadCommand(model, io);
}

function encryptCommand(model: Command, io: Io): void {
  const command = model
    .command('encrypt')
    .summary('encrypt a model directory with gocryptfs')
    .argument('[source]', 'directory of the model; else model.source of cai.yaml')
    .argument('[encrypted]', 'directory to make; else model.encrypted of cai.yaml')
    .addOption(keyFileOption('the key: made if it is not there (default: the encrypted directory with .key behind it)'))
    .addOption(descriptionOption())
    .addOption(outputOption())
    .action(async (src: string | undefined, dst: string | undefined) => {
      const { encrypt } = await import('./encrypt');
      await encrypt(io, [src, dst], command);
    });
  describe(command, {
    description: [
      'Encrypts every file of a model into a new directory, with the parameters of gocryptfs that the sidecar expects. The contents of the source lie at the root of the volume then, not in a directory of its name. Needs gocryptfs 2.x and FUSE; root is not needed where FUSE lets users mount.',
      'Where there is no key file, one is made: 32 random bytes as text, readable by you alone. A key file that is there is used, if it is one line and nobody else can read it. The key reaches gocryptfs by a pipe.',
      'If it is interrupted, the same command continues: files that were complete are not copied again. Files are complete when they are handed to the system, as with cp; after a crash of the machine those that were complete are read and checked first. The mount, which only this command sees where the system permits that, is gone when the command ends, even if it is killed.',
      'Symbolic links are followed to what they lead to, also outside of the directory, as in the cache of Hugging Face. Owners, modes and times are not kept.',
      'A manifest with the SHA-256 of every file is encrypted with them, as .cai-manifest.json; applications see it as one more file.',
      'Reads cai.yaml when -c is given, or when a directory is left out.',
    ],
    exitCodes: interrupted,
    examples: [
      ['cai model encrypt Qwen2.5-3B-Instruct encrypted', 'make the directory encrypted and the key encrypted.key'],
      [
        'cai model encrypt ~/.cache/huggingface/hub/models--Qwen--Qwen2.5-3B-Instruct/snapshots/aa8e7253 encrypted --key-file model.key',
        'a snapshot of the cache of Hugging Face, with a key of your own',
      ],
      ['cai model encrypt', 'what cai.yaml in this directory says'],
    ],
  });
}

function verifyCommand(model: Command, io: Io): void {
  const command = model
    .command('verify')
    .summary('prove that an encrypted model is whole')
    .argument('[encrypted]', 'the encrypted directory; else model.encrypted of cai.yaml')
    .addOption(keyFileOption('the key (default: the encrypted directory with .key behind it)'))
    .addOption(descriptionOption())
    .addOption(outputOption())
    .action(async (dst: string | undefined) => {
      const { verify } = await import('./verify');
      await verify(io, dst, command);
    });
  describe(command, {
    description: [
      'Decrypts every file and compares it with the manifest that was made at the encryption: nothing is missing, nothing is there besides, and every SHA-256 is right. Nothing is written.',
      'Also of use after a download from the bucket, to prove that the upload is whole.',
      'Reads cai.yaml when -c is given, or when the directory is left out.',
    ],
    exitCodes: { 1: 'the key does not open it, or there are differences; each is on standard error', ...interrupted },
    examples: [
      ['cai model verify encrypted', 'with the key encrypted.key'],
      ['cai model verify encrypted --key-file model.key', 'with another key file'],
    ],
  });
}

function uploadCommand(model: Command, io: Io): void {
  const command = model
    .command('upload')
    .summary('upload an encrypted model to OSS with ossutil')
    .argument('[encrypted]', 'the encrypted directory; else model.encrypted of cai.yaml')
    .option('--bucket <name>', 'the bucket; else vllm.oss.bucket of cai.yaml')
    .option('--path <path>', 'folder within the bucket; else vllm.oss.path of cai.yaml, or the root')
    .option('--endpoint <url>', 'OSS endpoint; else vllm.oss.url of cai.yaml')
    .option('--region <region>', 'region of the bucket; else that of the endpoint')
    .option('--run', 'run the commands rather than print them')
    .addOption(descriptionOption())
    .action(async (dst: string | undefined) => {
      const { upload } = await import('./upload');
      await upload(io, dst, command);
    });
  describe(command, {
    description: [
      'Prints the ossutil 2 commands that upload an encrypted model, or runs them with --run. Refuses a directory that gocryptfs did not make, that is not finished, or that holds anything besides encrypted files. What is in the bucket already and unchanged is not uploaded again; other files there are left alone, so give each model a folder of its own.',
      'gocryptfs.conf goes last, so that nothing mounts a model that is only half there. Credentials come from the configuration of ossutil ("ossutil config"), from its environment or from the RAM role of the machine, never from the command line.',
    ],
    exitCodes: { 1: 'the directory is refused, or ossutil failed', ...interrupted },
    examples: [
      ['cai model upload -c cai.yaml', 'print the commands for what cai.yaml says'],
      [
        'cai model upload encrypted --bucket examplebucket --path /qwen-encrypted/ --endpoint https://oss-cn-beijing-internal.aliyuncs.com --run',
        'upload from a machine in the same region',
      ],
    ],
  });
}
