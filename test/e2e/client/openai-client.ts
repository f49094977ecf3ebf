import OpenAI from 'openai';

/*
 * An application that knows a base URL and nothing else: no proxy, no certificate, no TNG. It is bundled into one file and runs
 * in a Pod. Argument: the base URL.
 */
async function ask(baseURL: string | undefined): Promise<void> {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 2 });
  const model = 'qwen2.5-3b-instruct';
  const models = await client.models.list();
  const { choices } = await client.completions.create({ model, prompt: 'San Francisco is a', max_tokens: 7 });
  const messages = [{ role: 'user' as const, content: 'What is San Francisco?' }];
  const parts: string[] = [];
  for await (const part of await client.chat.completions.create({ model, messages, stream: true }))
    parts.push(part.choices[0]?.delta.content ?? '');
  const result = { models: models.data.map(({ id }) => id), completion: choices[0]?.text, streamed: parts };
  process.stdout.write(JSON.stringify(result));
}

void ask(process.argv[2]);
